/** Keys that mean no command go into the text field that is open, if there is one. */
import type {Context} from '../../input/commands.js';
import {editText, textField} from '../../input/text-field.js';
import type {Key} from '../../terminal/keys.js';
import {typedInto} from '../model/chooser.js';
import {type FilterEditor, typeKey} from '../model/filter-editor.js';
import {type DashboardState, withPart} from '../model/state.js';
import {changed, only, type Update} from './outcome.js';

export function typeInto(state: DashboardState, context: Context, key: Key): Update {
	const {overlays, rows} = state;
	switch (context) {
		case 'filter':
			return withEditor(state, overlays.editor && typeKey(overlays.editor, key));
		case 'search': {
			const field = editText(rows.search.field ?? textField(), key);
			return changed(withPart(state, 'overlays', {completion: null}), 'rows', {search: {text: field.text, field}});
		}
		case 'help-search': {
			const field = editText(overlays.help?.field ?? textField(), key);
			return changed(state, 'overlays', {help: {first: 0, text: field.text, field}});
		}
		case 'chooser':
		case 'chooser-search':
			return changed(state, 'overlays', {chooser: overlays.chooser && typedInto(overlays.chooser, key)});
		case 'command': {
			const line = overlays.commandLine;
			const field = editText(line?.field ?? textField(), key);
			const chosen = field.text === line?.field.text ? line.chosen : null;
			return changed(state, 'overlays', {commandLine: {field, chosen}});
		}
		default:
			return only(state);
	}
}

/** The editor after a change: about another text, libpcap is asked. */
export function withEditor(state: DashboardState, editor: FilterEditor | null): Update {
	const isNewQuestion = editor !== null && editor.question !== state.overlays.editor?.question;
	const next = withPart(state, 'overlays', {editor});
	return {
		state: withPart(next, 'filter', {questions: editor?.question ?? state.filter.questions}),
		effects: isNewQuestion ? [{type: 'check-filter', text: editor.field.text.trim(), question: editor.question}] : [],
	};
}
