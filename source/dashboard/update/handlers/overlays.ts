import type {OVERLAYS} from '../../../input/commands/overlays.js';
import {textField} from '../../../input/text-field.js';
import {completed, marked} from '../../model/command-line.js';
import {detailsHeight, scrolledDetails} from '../../model/details-lines.js';
import {helpHeight, scrolledHelp} from '../../model/help.js';
import {NO_SEARCH} from '../../model/search.js';
import {suggested} from '../../model/selectors/command-line.js';
import {detailsText} from '../../model/selectors/copied.js';
import {detailsSections} from '../../model/selectors/details.js';
import type {DashboardState} from '../../model/state.js';
import {ask, change, type Handler, noticed} from './handler.js';
import {move} from './rows.js';

/** `command-run` is carried out where all commands are known. */
type OverlayCommand = Exclude<(typeof OVERLAYS)[number]['id'], 'command-run'>;

/** So many lines, or pages less one line. */
interface Scroll {
	lines?: number;
	pages?: number;
}

const linesOf = ({lines = 0, pages = 0}: Scroll, height: number) => lines + pages * Math.max(1, height - 1);

const scrollHelp =
	(by: Scroll): Handler =>
	state => {
		const lines = linesOf(by, helpHeight(state.size));
		return change(state, {help: state.help && scrolledHelp(state.help, lines, state.size, state.commands)});
	};

const scrollDetails =
	(by: Scroll): Handler =>
	state => {
		const lines = linesOf(by, detailsHeight(state.size));
		return change(state, {
			details:
				state.details && scrolledDetails(state.details, detailsSections(state, state.details), state.size, lines),
		});
	};

const onCommandLine =
	(
		next: (state: DashboardState, line: NonNullable<DashboardState['commandLine']>) => DashboardState['commandLine'],
	): Handler =>
	state =>
		change(state, {commandLine: state.commandLine && next(state, state.commandLine)});

const copyDetails: Handler = state => {
	const text = detailsText(state);
	return text === null
		? change(state, {})
		: ask(noticed(state, 'good', 'details copied to the clipboard'), {type: 'copy', text});
};

export const overlayHandlers: Readonly<Record<OverlayCommand, Handler>> = {
	'details-close': state => change(state, {details: null}),
	'details-up': scrollDetails({lines: -1}),
	'details-down': scrollDetails({lines: 1}),
	'details-page-up': scrollDetails({pages: -1}),
	'details-page-down': scrollDetails({pages: 1}),
	'details-copy': copyDetails,
	'search-keep': state => change(state, {search: {text: state.search.text, field: null}}),
	'search-clear': state => change(state, {search: NO_SEARCH}),
	'search-up': move('up'),
	'search-down': move('down'),
	'command-complete': onCommandLine((state, line) => {
		const all = suggested(state);
		const choice = line.chosen === null ? undefined : all[line.chosen];
		return choice === undefined ? completed(line, all) : {field: textField(choice.line), chosen: null};
	}),
	'command-next': onCommandLine((state, line) => marked(line, suggested(state), 1)),
	'command-previous': onCommandLine((state, line) => marked(line, suggested(state), -1)),
	'command-cancel': state => change(state, {commandLine: null}),
	'help-close': state => change(state, {help: null}),
	'help-search': state => change(state, {help: state.help && {...state.help, field: textField(state.help.text)}}),
	'help-up': scrollHelp({lines: -1}),
	'help-down': scrollHelp({lines: 1}),
	'help-page-up': scrollHelp({pages: -1}),
	'help-page-down': scrollHelp({pages: 1}),
	'help-search-keep': state => change(state, {help: state.help && {...state.help, field: null}}),
	'help-search-clear': state => change(state, {help: state.help && {first: 0, text: '', field: null}}),
};
