/** The panels where `arrange` puts them; see the diagram there. */
import type {ComponentType} from 'react';
import {toWidth, wrap} from '../../format/cells.js';
import type {DashboardState} from '../app/state.js';
import {Bandwidth} from '../bandwidth/view.js';
import {ChooserView} from '../chooser/view.js';
import {CommandLineView} from '../command-line/view.js';
import {Conversations} from '../conversations/view.js';
import {DetailsView} from '../details/view.js';
import {Drops} from '../drops/view.js';
import {FilterEditorView} from '../filter-editor/view.js';
import {Flows} from '../flows/view.js';
import {Footer} from '../footer/view.js';
import {Header} from '../header/view.js';
import {HelpView} from '../help/view.js';
import {Lines} from '../lines.js';
import {Log} from '../log/view.js';
import {Overview} from '../overview/view.js';
import type {PanelProps} from '../panel.js';
import {Protocols} from '../protocols/view.js';
import {Sizes} from '../sizes/view.js';
import {Talkers} from '../talkers/view.js';
import {arrange, type PanelId} from './arrange.js';

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
