import {describe, expect, it} from 'vitest';
import {type Completion, completedFilter} from '../../../source/dashboard/model/filter-completion.js';
import {textField} from '../../../source/input/text-field.js';

const values = {
	app: ['tls', 'dns', 'tftp'],
	proto: ['ipv4', 'ipv6', 'tcp', 'udp', 'sctp'],
	proc: ['Web Content', 'nginx'],
	state: ['opening', 'open', 'closing', 'closed', 'reset'],
};

/** The texts after one Tab after the other, the caret as `|` where it is not at the end. */
function tabs(text: string, count: number, by: 1 | -1 = 1): string[] {
	const caret = text.indexOf('|');
	let field = caret < 0 ? textField(text) : {text: text.replace('|', ''), caret};
	let completion: Completion | null = null;
	return Array.from({length: count}, () => {
		({field, completion} = completedFilter(field, completion, by, values));
		return field.caret === field.text.length
			? field.text
			: `${field.text.slice(0, field.caret)}|${field.text.slice(field.caret)}`;
	});
}

describe('Tab in the view filter', () => {
	it.each([
		['po', ['port:']],
		['-sta', ['-state:']],
		['10.0.0.1 ap', ['10.0.0.1 app:']],
		['app:d', ['app:dns ']],
		['APP:D', ['APP:dns ']],
		['proto:ip', ['proto:ipv', 'proto:ipv4 ', 'proto:ipv6 ', 'proto:ipv', 'proto:ipv4 ']],
		['app:', ['app:tls ', 'app:dns ', 'app:tftp ', 'app:', 'app:tls ']],
		['app:t', ['app:tls ', 'app:tftp ', 'app:t']],
		['p', ['port:', 'proto:', 'proc:', 'p']],
		['proc:w', ['proc:web ']],
		['proto:udp', ['proto:udp ']],
		['sta| app:dns', ['state:| app:dns']],
		['zzz', ['zzz', 'zzz']],
		['app:zzz', ['app:zzz']],
		['city:', ['city:']],
	])('makes of %s one after the other: %j', (text, expected) => {
		expect(tabs(text, expected.length)).toEqual(expected);
	});

	it('goes back with Shift', () => {
		expect(tabs('app:', 4, -1)).toEqual(['app:tftp ', 'app:dns ', 'app:tls ', 'app:']);
	});

	it('of no word yet shows all fields', () => {
		const {completion} = completedFilter(textField(''), null, 1, {});
		expect(completion?.words.map(({text}) => text)).toEqual(expect.arrayContaining(['port:', 'state:', 'host:', '>']));
	});
});
