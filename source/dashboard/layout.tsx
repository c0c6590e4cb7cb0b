/** The panels where `arrange` puts them; see the diagram there. */
import {Box, Text} from 'ink';
import {type ComponentType, useMemo} from 'react';
import {wrap} from '../format/cells.js';
import type {PanelId, Placement} from './model/arrange.js';
import {arrangementOf} from './model/selectors/arrangement.js';
import {bandwidthModel} from './model/selectors/bandwidth.js';
import {commandLineModel} from './model/selectors/command-line.js';
import {detailsModel} from './model/selectors/details.js';
import {dropsModel} from './model/selectors/drops.js';
import {filterEditorModel} from './model/selectors/filter-editor.js';
import {completionModel} from './model/selectors/filter-values.js';
import {footerModel} from './model/selectors/footer.js';
import {headerModel} from './model/selectors/header.js';
import {interfacesModel} from './model/selectors/interfaces.js';
import {conversationsModel, flowsModel, talkersModel} from './model/selectors/lists.js';
import {logModel} from './model/selectors/log.js';
import {chooserModel, helpModel} from './model/selectors/overlays.js';
import {overviewModel} from './model/selectors/overview.js';
import {placesModel} from './model/selectors/places.js';
import {processesModel} from './model/selectors/processes.js';
import {protocolsModel} from './model/selectors/protocols.js';
import {sensorsModel} from './model/selectors/sensors.js';
import {sizesModel} from './model/selectors/sizes.js';
import {troublesModel} from './model/selectors/troubles.js';
import type {DashboardState} from './model/state.js';
import {Bandwidth} from './panels/bandwidth.js';
import {ChooserView} from './panels/chooser.js';
import {CommandLineView} from './panels/command-line.js';
import {Conversations} from './panels/conversations.js';
import {DetailsView} from './panels/details.js';
import type {PanelProps} from './panels/drawing/panel.js';
import {type Source, useSlice} from './panels/drawing/source.js';
import {Drops} from './panels/drops.js';
import {FilterEditorView} from './panels/filter-editor.js';
import {Flows} from './panels/flows.js';
import {Footer} from './panels/footer.js';
import {Header} from './panels/header.js';
import {HelpView} from './panels/help.js';
import {Interfaces} from './panels/interfaces.js';
import {Log} from './panels/log.js';
import {Overview} from './panels/overview.js';
import {Places} from './panels/places.js';
import {Processes} from './panels/processes.js';
import {Protocols} from './panels/protocols.js';
import {Sensors} from './panels/sensors.js';
import {Sizes} from './panels/sizes.js';
import {Talkers} from './panels/talkers.js';
import {Troubles} from './panels/troubles.js';
import type {Sources} from './sources.js';
import {contextOf} from './update/context.js';

type Select<Model> = (state: DashboardState) => Model;

/** A view with the source of its model, which it keeps for as long as it is there. */
function connected<Model, Props extends object>(
	select: Select<Model>,
	View: ComponentType<Props & {source: Source<Model>}>,
): ComponentType<Props & {sources: Sources}> {
	return function Connected({sources, ...props}) {
		const source = useMemo(() => sources.of(select), [sources]);
		return <View {...(props as unknown as Props)} source={source} />;
	};
}

type Placed = Pick<PanelProps<never>, 'placement' | 'isFocused'>;

const panel = <Model,>(select: Select<Model>, View: ComponentType<PanelProps<Model>>) =>
	connected<Model, Placed>(select, View);

const PANELS: Readonly<Record<PanelId, ComponentType<Placed & {sources: Sources}>>> = {
	header: panel(headerModel, Header),
	overview: panel(overviewModel, Overview),
	protocols: panel(protocolsModel, Protocols),
	talkers: panel(talkersModel, Talkers),
	conversations: panel(conversationsModel, Conversations),
	flows: panel(flowsModel, Flows),
	bandwidth: panel(bandwidthModel, Bandwidth),
	drops: panel(dropsModel, Drops),
	log: panel(logModel, Log),
	sizes: panel(sizesModel, Sizes),
	sensors: panel(sensorsModel, Sensors),
	places: panel(placesModel, Places),
	processes: panel(processesModel, Processes),
	health: panel(troublesModel, Troubles),
	interfaces: panel(interfacesModel, Interfaces),
	footer: panel(state => footerModel(state, contextOf(state)), Footer),
};

const overlay = <Model,>(select: Select<Model>, View: ComponentType<{source: Source<Model>}>) =>
	connected<Model, object>(select, View);

/** What may lie over the panels; a later one lies above an earlier one. */
const OVERLAYS = {
	details: overlay(detailsModel, DetailsView),
	commandLine: overlay(commandLineModel, CommandLineView),
	editor: overlay(filterEditorModel, FilterEditorView),
	chooser: overlay(chooserModel, ChooserView),
	help: overlay(helpModel, HelpView),
	completion: overlay(completionModel, CommandLineView),
};

const OVERLAY_NAMES = Object.keys(OVERLAYS) as (keyof typeof OVERLAYS)[];

const layoutModel = (state: DashboardState) => ({
	...arrangementOf(state),
	size: state.size,
	focus: state.panels.focus,
	open: OVERLAY_NAMES.filter(name => state.overlays[name] !== null),
});

export function Layout({sources}: {sources: Sources}) {
	const source = useMemo(() => sources.of(layoutModel), [sources]);
	const {design, placements, size, focus, open} = useSlice(source, model => model);
	const {columns, rows} = size;
	return (
		<Box width={columns} height={rows}>
			{design === 'too-small' ? (
				<TooSmall columns={columns} rows={rows} />
			) : (
				<>
					{placements.map(placement => {
						const View = PANELS[placement.panel];
						return (
							<View
								key={keyOf(placement)}
								sources={sources}
								placement={placement}
								isFocused={focus === placement.panel}
							/>
						);
					})}
					{open.map(name => {
						const View = OVERLAYS[name];
						return <View key={name} sources={sources} />;
					})}
				</>
			)}
		</Box>
	);
}

const keyOf = ({panel, isSummary}: Placement) => (isSummary ? `${panel} summary` : panel);

function TooSmall({columns, rows}: {columns: number; rows: number}) {
	const text = `terminal too small: ${columns}x${rows}, 30x8 needed`;
	return <Text>{wrap(text, columns).slice(0, rows).join('\n')}</Text>;
}
