/** Who is behind an address: the commands of docs/identify.md as they stand, and names that are asked for. */
import fs from 'node:fs';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {pcapHeader, pcapRecord} from '../helpers/containers.js';
import {blocksOf, Workplace} from '../helpers/documented.js';
import {mmdb} from '../helpers/mmdb.js';

const [COMMANDS] = blocksOf('docs/identify.md', 'sh');
const [PLACES, NAMES, ASNS, COUNTRIES, HOSTS] = COMMANDS.trim().split('\n');

let place: Workplace;
beforeEach(() => {
	place = new Workplace(null);
	fs.writeFileSync(place.file('capture.pcap'), capture());
	fs.writeFileSync(
		place.file('GeoLite2-City.mmdb'),
		mmdb(6, {
			'192.0.2.0/24': {country: {iso_code: 'DE'}, city: {names: {en: 'Bonn'}}},
			'198.51.100.0/24': {country: {iso_code: 'NL'}},
		}),
	);
	fs.writeFileSync(
		place.file('GeoLite2-ASN.mmdb'),
		mmdb(6, {'192.0.2.0/23': {autonomous_system_number: 64_500, autonomous_system_organization: 'Example Net'}}),
	);
});
afterEach(() => place.close());

const ethernet = (source: string, type: number) =>
	Buffer.concat([Buffer.alloc(6, 255), Buffer.from(source, 'hex'), Buffer.from([type >> 8, type & 255])]);

/** From 192.0.2.1, to port 443. */
const tcp = (destination: number[]) => {
	const packet = Buffer.alloc(40);
	packet.set([0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, ...destination, 0x9c, 0x40, 1, 0xbb], 0);
	packet.set([0x50, 2], 32);
	return Buffer.concat([ethernet('00000c010203', 0x0800), packet]);
};

/** ARP of 192.0.2.1 (a vendor's) and 192.0.2.2 (made up), then TCP from 192.0.2.1 to port 443 of 198.51.100.1, twice, and of 192.0.2.2. */
function capture(): Buffer {
	const arp = (mac: string, address: number[]) =>
		Buffer.concat([
			ethernet(mac, 0x0806),
			Buffer.from([0, 1, 8, 0, 6, 4, 0, 1]),
			Buffer.from(mac, 'hex'),
			Buffer.from([...address, 0, 0, 0, 0, 0, 0, 192, 0, 2, 254]),
		]);
	const frames = [
		arp('00000c010203', [192, 0, 2, 1]),
		arp('0600000000ff', [192, 0, 2, 2]),
		tcp([198, 51, 100, 1]),
		tcp([198, 51, 100, 1]),
		tcp([192, 0, 2, 2]),
	];
	return Buffer.concat([pcapHeader('little'), ...frames.map((frame, i) => pcapRecord('little', 1e9 + i, 0, frame))]);
}

it('runs as the document says', () => {
	const places = place.run(PLACES);
	expect(places.status).toBe(0);
	expect(places.output).toMatch(/^192\.0\.2\.1 +DE Bonn +AS64500 Example Net$/m);
	expect(places.output).toMatch(
		/^Countries\ncountry +endpoints +bytes sent +bytes received\nDE +2 +162 +54\nNL +1 +0 +108$/m,
	);
	expect(places.output).toMatch(/^AS64500 +Example Net +2 +162 +54\nnot known +1 +0 +108$/m);

	const names = place.run(NAMES);
	expect(names.output).toMatch(/^192\.0\.2\.1 +00:00:0c:01:02:03 +cisco/im);
	expect(names.output).toMatch(/^192\.0\.2\.2 +06:00:00:00:00:ff +randomised$/m);
	expect(names.output).toMatch(/:443 \(https\)/);
	expect(names.output).not.toContain('198.51.100.1 00:');

	for (const command of [ASNS, COUNTRIES, HOSTS]) {
		expect(place.run(command).status).toBe(0);
	}
	const csv = (name: string) => fs.readFileSync(place.file(name), 'utf8').trim().split('\r\n');
	expect(csv('networks.csv')).toEqual([
		'asn,name,endpoints,packetsSent,bytesSent,packetsReceived,bytesReceived',
		'64500,Example Net,2,3,162,1,54',
		',,1,0,0,2,108',
	]);
	expect(csv('countries.csv')[1]).toBe('DE,2,3,162,1,54');
	expect(csv('hosts.csv')).toContain('192.0.2.2,,,,,,,06:00:00:00:00:ff,randomised');
});

it('names hosts as /etc/hosts does', () => {
	fs.writeFileSync(
		place.file('loop.pcap'),
		Buffer.concat([pcapHeader('little'), pcapRecord('little', 1, 0, tcp([127, 0, 0, 1]))]),
	);
	const {output} = place.run('netanal-tui analyze loop.pcap -N n --format csv --table identities');
	expect(output).toContain('\r\n127.0.0.1,localhost,hosts,');
});

it('tells nothing that nobody asked for, and goes on without a file that is damaged', () => {
	fs.writeFileSync(place.file('damaged.mmdb'), 'not one');
	const {output} = place.run(
		'netanal-tui analyze capture.pcap --geoip damaged.mmdb --format json 2>&1 >out.json; cat out.json',
	);
	const [line, ...json] = output.split('\n');
	expect(line).toBe('netanal-tui: cannot read damaged.mmdb: it is no MaxMind DB file, or a damaged one; get it anew');
	const [first] = JSON.parse(json.join('\n')).endpoints.top;
	expect(first).toMatchObject({country: null, asn: null});
	expect(first).not.toHaveProperty('mac');
	const plain = JSON.parse(place.run('netanal-tui analyze capture.pcap --format json').output);
	expect(Object.keys(plain.endpoints.top[0])).not.toContain('country');
	expect([plain.groups, plain.flows.top[0].b.service]).toEqual([undefined, undefined]);
	expect(place.run('netanal-tui analyze capture.pcap -N x').output).toContain(
		"--names takes letters of m (MAC), n (hosts) and t (ports), not 'x'",
	);
});
