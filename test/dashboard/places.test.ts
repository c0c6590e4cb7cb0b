/** Whose the traffic is, on the screen: countries and networks as a list, from there to their hosts, and words with a field in `/`. */
import {afterEach, expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;

const open: Mounted[] = [];
afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

const WHERE = [
	{country: 'DE', city: 'Bonn', asn: 64_500, asnName: 'Example Net', vendor: 'Acme'},
	{country: 'NL', city: null, asn: 64_501, asnName: 'CDN Example', vendor: null},
	{country: 'DE', city: null, asn: 645_001, asnName: 'Another Net', vendor: 'randomised'},
	{country: null, city: null, asn: null, asnName: null, vendor: null},
	{country: null, city: null, asn: null, asnName: null, vendor: null},
];

/** The busy one, with places of its five hosts. */
function placed(step: number): Snapshot {
	const snapshot = busySnapshot(step);
	const top = snapshot.endpoints.top.map((endpoint, index) => ({...endpoint, ...WHERE[index]}));
	const sums = (hosts: typeof top) => ({
		endpoints: hosts.length,
		packetsSent: 0,
		packetsReceived: 0,
		bytesSent: hosts.reduce((sum, {bytesSent}) => sum + bytesSent, 0),
		bytesReceived: hosts.reduce((sum, {bytesReceived}) => sum + bytesReceived, 0),
	});
	const countries = ['DE', 'NL', null].map(country => ({
		country,
		...sums(top.filter(host => host.country === country)),
	}));
	const asns = [64_500, 64_501, 645_001, null].map(asn => {
		const hosts = top.filter(host => host.asn === asn);
		return {asn, name: hosts[0].asnName, ...sums(hosts)};
	});
	return {...snapshot, endpoints: {...snapshot.endpoints, top}, groups: {countries, asns}};
}

async function dashboardOf(columns: number, rows: number, of = placed): Promise<Mounted> {
	const dashboard = await mounted(columns, rows);
	open.push(dashboard);
	await runThrice(dashboard, of);
	return dashboard;
}

it.each([
	[200, 60],
	[120, 40],
	[80, 24],
	[40, 12],
])('are a list at %ix%i', async (columns, rows) => {
	const dashboard = await dashboardOf(columns, rows);
	dashboard.press('m');
	expect(`\n${(await dashboard.screen()).join('\n')}\n`).toMatchSnapshot();
});

it('lead to the hosts of a country, and of exactly one network', async () => {
	const dashboard = await dashboardOf(120, 40);
	dashboard.press('nm\r');
	let screen = (await dashboard.screen()).join('\n');
	expect(screen).toMatch(/\u25b83 Talkers.*\/country:de/);
	expect(screen).toContain('192.0.2.20');
	expect(screen).toContain(':f034');
	expect(screen).not.toContain('203.0.113.10');

	dashboard.press('\u001b');
	dashboard.clock.advance(100);
	dashboard.press('mgjjj\r');
	screen = (await dashboard.screen()).join('\n');
	expect(screen).toContain('/asn:64500');
	expect(screen).toContain('192.0.2.20');
	expect(screen).not.toContain(':f034');
});

it('say that nobody can be found by what nobody knows', async () => {
	const dashboard = await dashboardOf(120, 40);
	dashboard.press('mjj\r');
	expect((await dashboard.screen()).join('\n')).toContain('nobody knows where these hosts are');
});

it('are found by fields, which find nothing by their own names', async () => {
	const dashboard = await dashboardOf(120, 40);
	dashboard.press('n');
	const talkers = async (search: string) => {
		dashboard.press(`3/${search}\r`);
		// the flows below are of both ends
		const [screen] = (await dashboard.screen()).join('\n').split('5 Flows');
		dashboard.press('\u001b');
		dashboard.clock.advance(100);
		return ['192.0.2.20', '203.0.113.10', ':f034', '198.51.100.7'].map(address => screen.includes(address));
	};
	expect(await talkers('vendor:acme')).toEqual([true, false, false, false]);
	expect(await talkers('city:bonn country:de')).toEqual([true, false, false, false]);
	expect(await talkers('vendor')).toEqual([false, false, false, false]);
	expect(await talkers('country:fr')).toEqual([false, false, false, false]);
});

it('stay as they are under a view filter that is about something else, which is said', async () => {
	const dashboard = await dashboardOf(120, 40);
	dashboard.press('m/443\r');
	const screen = (await dashboard.screen()).join('\n');
	expect(screen).toMatch(/in DE .*\n.*NL /);
	expect(screen).toContain('no /443');
	dashboard.press('/\u0015country:nl\r');
	const found = (await dashboard.screen()).join('\n');
	expect(found).toMatch(/in NL /);
	expect(found).not.toContain('in DE ');
});

it('count from a moment on, as all else does', async () => {
	const dashboard = await dashboardOf(120, 40);
	dashboard.press('m\u0012');
	dashboard.clock.advance(500);
	await dashboard.snapshot(placed(2));
	expect((await dashboard.screen()).filter(line => /[ \u25b8]in DE /.test(line))[0]).toMatch(/ 0 B +2/);
});

it('say how to ask for them, and are left out by Tab, where nobody has asked', async () => {
	const dashboard = await dashboardOf(80, 24, busySnapshot);
	dashboard.press('m');
	expect((await dashboard.screen()).join('\n')).toContain('not asked for: --geoip FILE');
	dashboard.press('9\t');
	expect((await dashboard.screen()).join('\n')).not.toContain('\u25b8m ');
	const asked = await dashboardOf(80, 24);
	asked.press('9\t');
	expect((await asked.screen()).join('\n')).toContain('\u25b8m Places');
});
