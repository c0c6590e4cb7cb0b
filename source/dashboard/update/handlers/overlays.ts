import {parseRowFilter} from '../../../engine/row-filter.js';
import type {OVERLAYS} from '../../../input/commands/overlays.js';
import {textField} from '../../../input/text-field.js';
import {type CommandLine, completed, marked, type Suggestion} from '../../model/command-line.js';
import {detailsHeight, scrolledDetails} from '../../model/details-lines.js';
import {completedFilter} from '../../model/filter-completion.js';
import {type Help, helpHeight, OPEN_HELP, scrolledHelp} from '../../model/help.js';
import {NO_SEARCH} from '../../model/search.js';
import {suggested} from '../../model/selectors/command-line.js';
import {detailsText} from '../../model/selectors/copied.js';
import {detailsSections} from '../../model/selectors/details.js';
import {filterValues} from '../../model/selectors/filter-values.js';
import {type DashboardState, withPart} from '../../model/state.js';
import {ask, changed, type Handler, noticed, only, refused} from '../outcome.js';
import {writeRow} from './capture.js';
import {move} from './rows.js';

/** `command-run` is carried out where all commands are known. */
type OverlayCommand = Exclude<(typeof OVERLAYS)[number]['id'], 'command-run'>;

/** So many lines, or pages less one line. */
interface Scroll {
	lines?: number;
	pages?: number;
}

const linesOf = ({lines = 0, pages = 0}: Scroll, height: number) => lines + pages * Math.max(1, height - 1);

const onHelp =
	(next: (help: Help, state: DashboardState) => Help): Handler =>
	state =>
		changed(state, 'overlays', {help: state.overlays.help && next(state.overlays.help, state)});

const scrollHelp = (by: Scroll): Handler =>
	onHelp((help, {size, commands}) => scrolledHelp(help, linesOf(by, helpHeight(size)), size, commands));

const scrollDetails =
	(by: Scroll): Handler =>
	state => {
		const {details} = state.overlays;
		const lines = linesOf(by, detailsHeight(state.size));
		return changed(state, 'overlays', {
			details: details && scrolledDetails(details, detailsSections(state, details), state.size, lines),
		});
	};

const onCommandLine =
	(next: (line: CommandLine, all: readonly Suggestion[]) => CommandLine): Handler =>
	state => {
		const {commandLine} = state.overlays;
		return changed(state, 'overlays', {commandLine: commandLine && next(commandLine, suggested(state))});
	};

const withoutCompletion = (state: DashboardState) => withPart(state, 'overlays', {completion: null});

const completeSearch =
	(by: 1 | -1): Handler =>
	state => {
		const typed = state.rows.search.field ?? textField(state.rows.search.text);
		const {field, completion} = completedFilter(typed, state.overlays.completion, by, filterValues(state));
		return changed(withPart(state, 'overlays', {completion}), 'rows', {search: {text: field.text, field}});
	};

const copyDetails: Handler = state => {
	const text = detailsText(state);
	return text === null
		? only(state)
		: ask(noticed(state, 'good', 'details copied to the clipboard'), {type: 'copy', text});
};

export const overlayHandlers: Readonly<Record<OverlayCommand, Handler>> = {
	'details-close': state => changed(state, 'overlays', {details: null}),
	'details-up': scrollDetails({lines: -1}),
	'details-down': scrollDetails({lines: 1}),
	'details-page-up': scrollDetails({pages: -1}),
	'details-page-down': scrollDetails({pages: 1}),
	'details-copy': copyDetails,
	'details-write': writeRow,
	'search-complete': completeSearch(1),
	'search-complete-back': completeSearch(-1),
	'search-keep': state => {
		const text = state.rows.search.text.trim();
		const kept = withPart(withoutCompletion(state), 'rows', {search: {text, field: null}});
		const {problem} = parseRowFilter(text);
		return problem === null ? only(kept) : refused(kept, `left out: ${problem}`);
	},
	'search-clear': state => changed(withoutCompletion(state), 'rows', {search: NO_SEARCH}),
	'search-up': state => move('up')(withoutCompletion(state), ''),
	'search-down': state => move('down')(withoutCompletion(state), ''),
	'command-complete': onCommandLine((line, all) => {
		const choice = line.chosen === null ? undefined : all[line.chosen];
		return choice === undefined ? completed(line, all) : {field: textField(choice.line), chosen: null};
	}),
	'command-next': onCommandLine((line, all) => marked(line, all, 1)),
	'command-previous': onCommandLine((line, all) => marked(line, all, -1)),
	'command-cancel': state => changed(state, 'overlays', {commandLine: null}),
	'help-close': state => changed(state, 'overlays', {help: null}),
	'help-search': onHelp(help => ({...help, field: textField(help.text)})),
	'help-up': scrollHelp({lines: -1}),
	'help-down': scrollHelp({lines: 1}),
	'help-page-up': scrollHelp({pages: -1}),
	'help-page-down': scrollHelp({pages: 1}),
	'help-search-keep': onHelp(help => ({...help, field: null})),
	'help-search-clear': onHelp(() => OPEN_HELP),
};
