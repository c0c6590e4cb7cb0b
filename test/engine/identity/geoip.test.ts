import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {GeoIp} from '../../../source/engine/identity/geoip.js';
import {mmdb} from '../../helpers/mmdb.js';

let folder: string;
let problems: string[];
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-geoip-'));
	problems = [];
});
afterEach(() => fs.rmSync(folder, {recursive: true}));

const file = (name: string, bytes: Uint8Array) => {
	const target = path.join(folder, name);
	fs.writeFileSync(`${target}.new`, bytes);
	fs.renameSync(`${target}.new`, target);
	return target;
};
const opened = (...paths: string[]) => new GeoIp(paths, ({message}) => problems.push(message), 0);
const german = {country: {iso_code: 'DE'}, city: {names: {en: 'Köln'}}};

it('puts together what several files know, of networks of any length', () => {
	const places = file('city.mmdb', mmdb(6, {'192.0.2.0/24': german, '2001:db8::/32': {country: {iso_code: 'FR'}}}));
	const networks = file(
		'asn.mmdb',
		mmdb(6, {
			'192.0.2.128/25': {autonomous_system_number: 64_500, autonomous_system_organization: 'Example\u001b Net'},
		}),
	);
	const geoip = opened(places, networks);
	const nothing = {country: null, city: null, asn: null, asnName: null};
	expect(geoip.of('192.0.2.200')).toEqual({country: 'DE', city: 'Köln', asn: 64_500, asnName: 'Example\uFFFD Net'});
	expect(geoip.of('192.0.2.1')).toEqual({...nothing, country: 'DE', city: 'Köln'});
	expect(geoip.of('2001:db8::1')).toEqual({...nothing, country: 'FR'});
	expect(geoip.of('198.51.100.1')).toEqual(nothing);
	expect(problems).toEqual([]);
});

it('reads the words of other makers too', () => {
	const geoip = opened(
		file('other.mmdb', mmdb(6, {'192.0.2.0/24': {country: 'NL', asn: 'AS64501', as_name: 'Other'}})),
		file('more.mmdb', mmdb(6, {'192.0.2.0/24': {country_code: 'BE', city: 'Gent'}, '198.51.100.0/24': 'text'})),
	);
	expect(geoip.of('192.0.2.1')).toEqual({country: 'NL', city: 'Gent', asn: 64_501, asnName: 'Other'});
	expect(geoip.of('198.51.100.1').country).toBeNull();
});

it('asks a file of IPv4 alone about no other address, and about mapped ones by their own', () => {
	// the first bits of 2001:: are those of 32.1.0.0
	const geoip = opened(file('four.mmdb', mmdb(4, {'32.0.0.0/8': german, '192.0.2.0/24': {country: {iso_code: 'JP'}}})));
	expect(geoip.of('2001:db8::1').country).toBeNull();
	expect(geoip.of('32.1.2.3').country).toBe('DE');
	expect(geoip.of('::ffff:192.0.2.1').country).toBe('JP');
});

it('says of each file once that it is damaged or not there, and goes on with the others', () => {
	const whole = mmdb(6, {'192.0.2.0/24': german});
	const geoip = opened(
		file('words.mmdb', Buffer.from('no database')),
		file('empty.mmdb', Buffer.alloc(0)),
		file('cut.mmdb', whole.subarray(0, 200)),
		path.join(folder, 'none.mmdb'),
		file('whole.mmdb', whole),
	);
	expect(geoip.of('192.0.2.1').country).toBe('DE');
	geoip.look(10_000);
	geoip.look(20_000);
	expect(problems.map(problem => problem.replace(`${folder}/`, ''))).toEqual([
		...['words', 'empty', 'cut'].map(
			name => `cannot read ${name}.mmdb: it is no MaxMind DB file, or a damaged one; get it anew`,
		),
		'cannot read none.mmdb: no such file; check the path',
	]);
});

it('survives any byte of a file being another one', () => {
	const whole = mmdb(6, {'192.0.2.0/24': german, '2001:db8::/32': german});
	for (let at = 0; at < whole.length; at++) {
		const bytes = Buffer.from(whole);
		bytes[at] ^= 0x81;
		const geoip = opened(file('broken.mmdb', bytes));
		for (const address of ['192.0.2.1', '2001:db8::1', '255.255.255.255']) {
			expect(Object.keys(geoip.of(address))).toEqual(['country', 'city', 'asn', 'asnName']);
		}
	}
});

it('takes up a file that was replaced, keeps the old one while the new one is damaged, and takes up one that comes later', () => {
	const target = file('a.mmdb', mmdb(6, {'192.0.2.0/24': german}));
	const geoip = opened(target, path.join(folder, 'later.mmdb'));
	const country = (now: number) => {
		geoip.look(now);
		return geoip.of('192.0.2.1').country;
	};
	expect(country(0)).toBe('DE');
	file('a.mmdb', Buffer.from('half'));
	expect([country(1000), problems.length]).toEqual(['DE', 1]);
	expect([country(3000), problems.length]).toEqual(['DE', 2]);
	file('a.mmdb', mmdb(6, {'192.0.2.0/24': {country: {iso_code: 'AT'}}}));
	expect(country(6000)).toBe('AT');
	file('later.mmdb', mmdb(6, {'192.0.2.0/24': {autonomous_system_number: 1}}));
	expect(geoip.look(9000)).toBe(true);
	expect(geoip.of('192.0.2.1')).toMatchObject({country: 'AT', asn: 1});
	expect(geoip.look(12_000)).toBe(false);
	// what is damaged again is said again
	file('a.mmdb', Buffer.from('half'));
	geoip.look(15_000);
	expect(problems).toHaveLength(3);
});
