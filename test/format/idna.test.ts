import {domainToASCII} from 'node:url';
import {describe, expect, it} from 'vitest';
import {readableName} from '../../source/format/idna.js';

describe('internationalised names', () => {
	it.each([
		'bücher.example',
		'www.größe.example',
		'łódź.example',
		'việtnam.example',
		'россия.рф',
		'ελλάδα.example',
		'日本語の名前.example',
		'한국.example',
		'中文.example',
		'ישראל.example',
		'भारत.example',
	])('%s is shown as it is written', name => {
		const encoded = domainToASCII(name);
		expect(encoded).toContain('xn--');
		expect(readableName(encoded)).toBe(name);
	});

	it.each([
		['Cyrillic letters that look like Latin ones', 'аррӏе.example'],
		['one of them among Latin letters', 'pаypal.example'],
		['Greek letters that look like Latin ones', 'οικο.example'],
		['Greek and Latin', 'gοοgle.example'],
		['Cyrillic and Greek', 'жλ.example'],
		['Hangul and kana', '한の.example'],
		['an i without its dot', 'wıki.example'],
		['a letter of phonetics', 'ɡoogle.example'],
		['signs', '☃.example'],
	])('%s stay encoded', (_, name) => {
		const encoded = domainToASCII(name);
		expect(encoded).toContain('xn--');
		expect(readableName(encoded)).toBe(encoded);
	});

	it.each(['example.org', 'xn--', 'xn--a-ecp.example.xn--zzzzzzzzz', 'a.xn--\u0000', '', 'XN--BCHER-KVA!'])(
		'%j is no name to be decoded, and stays as it is',
		name => {
			expect(readableName(name)).toBe(name);
		},
	);
});
