/** The panels where `arrange` puts them, each with its own model; see the diagram there. */
import type {ComponentType} from 'react';
import {toWidth, wrap} from '../format/cells.js';
import type {Size} from '../terminal/frame-stream.js';
import type {PanelId, Placement} from './model/arrange.js';
import {arrangementOf} from './model/selectors/arrangement.js';
import {bandwidthModel} from './model/selectors/bandwidth.js';
import {commandLineModel} from './model/selectors/command-line.js';
import {detailsModel} from './model/selectors/details.js';
import {dropsModel} from './model/selectors/drops.js';
import {filterEditorModel} from './model/selectors/filter-editor.js';
import {footerModel} from './model/selectors/footer.js';
import {headerModel} from './model/selectors/header.js';
import {conversationsModel, flowsModel, talkersModel} from './model/selectors/lists.js';
import {logModel} from './model/selectors/log.js';
import {chooserModel, helpModel} from './model/selectors/overlays.js';
import {overviewModel} from './model/selectors/overview.js';
import {protocolsModel} from './model/selectors/protocols.js';
import {sizesModel} from './model/selectors/sizes.js';
import type {DashboardState} from './model/state.js';
import {Bandwidth} from './panels/bandwidth.js';
import {ChooserView} from './panels/chooser.js';
import {CommandLineView} from './panels/command-line.js';
import {Conversations} from './panels/conversations.js';
import {DetailsView} from './panels/details.js';
import {Lines} from './panels/drawing/lines.js';
import type {PanelProps} from './panels/drawing/panel.js';
import {Drops} from './panels/drops.js';
import {FilterEditorView} from './panels/filter-editor.js';
import {Flows} from './panels/flows.js';
import {Footer} from './panels/footer.js';
import {Header} from './panels/header.js';
import {HelpView} from './panels/help.js';
import {Log} from './panels/log.js';
import {Overview} from './panels/overview.js';
import {Protocols} from './panels/protocols.js';
import {Sizes} from './panels/sizes.js';
import {Talkers} from './panels/talkers.js';
import {contextOf} from './update/context.js';

type Placed = ComponentType<{state: DashboardState; placement: Placement}>;

/** The panel with what it needs of the state. */
const withModel =
	<Model,>(View: ComponentType<PanelProps<Model>>, select: (state: DashboardState) => Model): Placed =>
	({state, placement}) => (
		<View model={select(state)} placement={placement} isFocused={state.panels.focus === placement.panel} />
	);

const PANELS: Readonly<Record<PanelId, Placed>> = {
	header: withModel(Header, headerModel),
	overview: withModel(Overview, overviewModel),
	protocols: withModel(Protocols, protocolsModel),
	talkers: withModel(Talkers, talkersModel),
	conversations: withModel(Conversations, conversationsModel),
	flows: withModel(Flows, flowsModel),
	bandwidth: withModel(Bandwidth, bandwidthModel),
	drops: withModel(Drops, dropsModel),
	log: withModel(Log, logModel),
	sizes: withModel(Sizes, sizesModel),
	footer: withModel(Footer, state => footerModel(state, contextOf(state))),
};

export function Layout({state}: {state: DashboardState}) {
	const {design, placements} = arrangementOf(state);
	if (design === 'too-small') {
		return <TooSmall size={state.size} />;
	}
	return (
		<>
			{placements.map(placement => {
				const View = PANELS[placement.panel];
				const key = placement.isSummary ? `${placement.panel} summary` : placement.panel;
				return <View key={key} state={state} placement={placement} />;
			})}
			<Overlays state={state} />
		</>
	);
}

/** What is open, over the panels. */
function Overlays({state}: {state: DashboardState}) {
	const details = detailsModel(state);
	const commandLine = commandLineModel(state);
	const editor = filterEditorModel(state);
	const chooser = chooserModel(state);
	const help = helpModel(state);
	return (
		<>
			{details && <DetailsView model={details} />}
			{commandLine && <CommandLineView model={commandLine} />}
			{editor && <FilterEditorView model={editor} />}
			{chooser && <ChooserView model={chooser} />}
			{help && <HelpView model={help} />}
		</>
	);
}

function TooSmall({size: {columns, rows}}: {size: Size}) {
	const text = `terminal too small: ${columns}x${rows}, 30x8 needed`;
	const lines = wrap(text, columns).map(line => toWidth(line, columns));
	return <Lines placement={{x: 0, y: 0, width: columns, height: rows}} lines={lines.slice(0, rows)} />;
}
