/** Keys that mean no command go into the text field that is open, if there is one. */
import type {Context} from '../../input/commands.js';
import {editText, textField} from '../../input/text-field.js';
import type {Key} from '../../terminal/keys.js';
import {typeKey} from '../model/filter-editor.js';
import type {DashboardState, Update} from '../model/state.js';

export function typeInto(state: DashboardState, context: Context, key: Key): Update {
	switch (context) {
		case 'filter':
			return typeFilter(state, key);
		case 'search': {
			const field = editText(state.search.field ?? textField(), key);
			return {state: {...state, search: {text: field.text, field}}, effects: []};
		}
		case 'help-search': {
			const field = editText(state.help?.field ?? textField(), key);
			return {state: {...state, help: {first: 0, text: field.text, field}}, effects: []};
		}
		case 'command': {
			const field = editText(state.commandLine?.field ?? textField(), key);
			const isSame = field.text === state.commandLine?.field.text;
			return {
				state: {...state, commandLine: {field, chosen: isSame ? (state.commandLine?.chosen ?? null) : null}},
				effects: [],
			};
		}
		default:
			return {state, effects: []};
	}
}

function typeFilter(state: DashboardState, key: Key): Update {
	if (state.editor === null) {
		return {state, effects: []};
	}
	const editor = typeKey(state.editor, key);
	const isNewQuestion = editor.question !== state.editor.question;
	return {
		state: {...state, editor, questions: editor.question},
		effects: isNewQuestion ? [{type: 'check-filter', text: editor.field.text.trim(), question: editor.question}] : [],
	};
}
