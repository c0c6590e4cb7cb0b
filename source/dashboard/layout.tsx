/** The panels where `arrange` puts them; see the diagram there. */
import type {ComponentType} from 'react';
import {toWidth, wrap} from '../format/cells.js';
import {arrange, type PanelId} from './model/arrange.js';
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

const PANELS: Readonly<Record<PanelId, ComponentType<PanelProps>>> = {
	header: Header,
	overview: Overview,
	protocols: Protocols,
	talkers: Talkers,
	conversations: Conversations,
	flows: Flows,
	bandwidth: Bandwidth,
	drops: Drops,
	log: Log,
	sizes: Sizes,
	footer: Footer,
};

export function Layout({state}: {state: DashboardState}) {
	const {design, placements} = arrange(state);
	const {columns, rows} = state.size;
	return (
		<>
			{design === 'too-small' ? (
				<TooSmall columns={columns} rows={rows} />
			) : (
				placements.map(placement => {
					const View = PANELS[placement.panel];
					const key = placement.isSummary ? `${placement.panel} summary` : placement.panel;
					return <View key={key} state={state} placement={placement} />;
				})
			)}
			{design !== 'too-small' && state.details !== null && <DetailsView state={state} details={state.details} />}
			{design !== 'too-small' && state.commandLine !== null && <CommandLineView state={state} />}
			{design !== 'too-small' && state.editor !== null && <FilterEditorView state={state} editor={state.editor} />}
			{design !== 'too-small' && state.chooser !== null && <ChooserView state={state} chooser={state.chooser} />}
			{design !== 'too-small' && state.help !== null && <HelpView state={state} help={state.help} />}
		</>
	);
}

function TooSmall({columns, rows}: {columns: number; rows: number}) {
	const text = `terminal too small: ${columns}x${rows}, 30x8 needed`;
	const lines = wrap(text, columns).map(line => toWidth(line, columns));
	return <Lines placement={{x: 0, y: 0, width: columns, height: rows}} lines={lines.slice(0, rows)} />;
}
