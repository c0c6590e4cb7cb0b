/** What the commands for panels, rows and overlays make of the state. */
import {describe, expect, it} from 'vitest';
import type {Action} from '../../../source/dashboard/model/actions.js';
import {flowKey} from '../../../source/dashboard/model/lists.js';
import {rowsInSight} from '../../../source/dashboard/model/selectors/arrangement.js';
import {detailsSections} from '../../../source/dashboard/model/selectors/details.js';
import {talkersModel} from '../../../source/dashboard/model/selectors/lists.js';
import {shownNames} from '../../../source/dashboard/model/selectors/names.js';
import {listKeys, panelRowsKnown, selected} from '../../../source/dashboard/model/selectors/rows.js';
import {selectionOf, shownView} from '../../../source/dashboard/model/selectors/view.js';
import {type DashboardState, initialState, withPart} from '../../../source/dashboard/model/state.js';
import type {Flow, Snapshot} from '../../../source/engine/snapshot.js';
import {act} from '../../helpers/act.js';
import {EPOCH, endpoint, snapshotOf, stamp} from '../../helpers/snapshots.js';

function flow(port: number, bytes: number, parts: Partial<Flow> = {}): Flow {
	return {
		transport: 'tcp',
		a: {address: '192.0.2.20', port: 40_000 + port, name: null},
		b: {address: '203.0.113.10', port, name: null},
		packets: bytes / 100,
		bytes,
		aToB: {packets: bytes / 200, bytes: bytes / 4},
		bToA: {packets: bytes / 200, bytes: (bytes * 3) / 4},
		first: stamp(EPOCH - 60),
		last: stamp(EPOCH),
		application: null,
		serverName: null,
		tcpState: 'open',
		errorBytes: 0,
		...parts,
	};
}

const FLOWS = [
	flow(443, 8000, {application: 'tls', serverName: 'shop.example'}),
	flow(22, 4000, {application: 'ssh', tcpState: 'closing'}),
	flow(9999, 2000, {transport: 'udp', tcpState: null}),
];

/** Totals grow by `step`, each flow in its own measure. */
function traffic(step: number, flows: readonly Flow[] = FLOWS): Snapshot {
	const grown = flows.map(one => ({...one, bytes: one.bytes * (1 + step), packets: one.packets * (1 + step)}));
	return snapshotOf({
		totals: {...snapshotOf({}).totals, packets: 140 * (1 + step), bytes: 14_000 * (1 + step)},
		drops: {kernel: step * 3, interface: null, queue: 0},
		protocols: {
			link: [{name: 'eth', packets: 140 * (1 + step), bytes: 1}],
			network: [],
			transport: [],
			application: [],
		},
		endpoints: {
			distinct: 2,
			ipv4: 2,
			ipv6: 0,
			evicted: 0,
			top: [endpoint('192.0.2.20', 5000 * (1 + step), 9000, 'anna.example'), endpoint('203.0.113.10', 9000, 5000)],
		},
		conversations: {
			distinct: 1,
			evicted: 0,
			top: [{a: '192.0.2.20', b: '203.0.113.10', packets: 140, bytes: 14_000 * (1 + step), errorBytes: 0}],
		},
		flows: {distinct: flows.length, evicted: 0, tcp: 2, udp: 1, sctp: 0, top: grown},
	});
}

const key = (id: string, text = ''): Action => ({type: 'key', key: {id, text}});
const typed = (text: string): Action[] => [...text].map(character => key(character, character));
const snapshot = (step: number, flows?: readonly Flow[]): Action => ({
	type: 'snapshot',
	snapshot: traffic(step, flows),
	wall: EPOCH + step,
});
const running: Action = {type: 'engine', state: 'running'};

/** One action a second. */
function reached(...actions: Action[]) {
	const start = initialState({columns: 120, rows: 40}, 0, {
		source: {kind: 'interface', name: 'eth0'},
		filter: null,
		localAddresses: ['192.0.2.20'],
	});
	const unfolded = withPart(start, 'rows', {isFolded: false});
	return actions.reduce(
		({state}, action, index) => act(state, action, (index + 1) * 1000),
		act(unfolded, {type: 'tick'}, 0),
	);
}

const begun = [running, snapshot(0), snapshot(1)];
const state = (...actions: Action[]): DashboardState => reached(...begun, ...actions).state;

describe('panels', () => {
	it('are gone to by number and in turn', () => {
		expect(state(key('4')).panels.focus).toBe('conversations');
		expect(state(key('9'), key('tab'), key('tab')).panels.focus).toBe('overview');
		expect(state(key('1'), key('shift-tab')).panels.focus).toBe('health');
	});

	it('share one place where they have none of their own, and the last list keeps it', () => {
		const pairs = state(key('4'));
		expect(pairs.panels.slot).toBe('conversations');
		expect(act(pairs, key('6'), 9000).state).toMatchObject({panels: {focus: 'bandwidth', slot: 'conversations'}});
	});

	it('zoom; Escape goes back step by step: zoom, view filter, selection', () => {
		const steps = [key('5'), key('j'), key('z'), key('/', '/'), ...typed('tls'), key('enter')];
		const zoomed = state(...steps);
		expect(zoomed).toMatchObject({panels: {isZoomed: true}, rows: {search: {text: 'tls', field: null}}});
		const one = act(zoomed, key('escape'), 90_000).state;
		expect(one).toMatchObject({panels: {isZoomed: false}, rows: {search: {text: 'tls'}}});
		const two = act(one, key('escape'), 91_000).state;
		expect(two.rows.search.text).toBe('');
		expect(selectionOf(two.rows, 'flows').key).not.toBeNull();
		const three = act(two, key('escape'), 92_000).state;
		expect(selectionOf(three.rows, 'flows').key).toBeNull();
		// something is always selected
		expect(selected(three)?.row.place).toBe(0);
	});
});

describe('own addresses', () => {
	it('are rows like the others, or one line with all of theirs, and are named all the same', () => {
		const folded = state(key('a'), snapshot(2));
		expect(listKeys(folded, 'talkers')).toEqual(['203.0.113.10']);
		expect(state(key('a')).notice?.text).toBe('own addresses in one line');
		const own = shownView(folded)!.rates.own!;
		expect(own).toMatchObject({hosts: 1, row: {item: {address: '192.0.2.20', bytesSent: 15_000, bytesReceived: 9000}}});
		expect(own.row.rate).toMatchObject({forth: 5000, back: 0});
		expect(shownNames(folded)('192.0.2.20')).toBe('anna.example');
		expect(talkersModel(folded)).toMatchObject({isFolded: true, table: {distinct: 1}});
		// with room for a few rows, and of what a search finds, there is no such line
		expect(talkersModel(folded).own(3)).toBeNull();
		expect(talkersModel(state(key('a'), key('/', '/'), ...typed('anna'))).own(14)).toBeNull();
		expect(listKeys(act(folded, key('a'), 90_000).state, 'talkers')).toHaveLength(2);
	});

	it('take a row of those in sight', () => {
		expect(rowsInSight(state(), 'talkers') - rowsInSight(state(key('a')), 'talkers')).toBe(1);
	});

	it('are counted from a reset on', () => {
		const {item} = shownView(state(key('a'), key('ctrl-r'), snapshot(2)))!.rates.own!.row;
		expect(item).toMatchObject({bytesSent: 5000, bytesReceived: 0});
	});

	it('cannot be told where none are known', () => {
		const start = initialState({columns: 120, rows: 40}, 0, {source: {kind: 'file', name: 'x.pcap'}, filter: null});
		expect(act(start, key('a'), 1).state.notice?.text).toContain('no own addresses are known');
	});
});

describe('the view filter', () => {
	const keysFor = (text: string, list: 'talkers' | 'conversations' | 'flows') =>
		listKeys(state(key('/', '/'), ...typed(text)), list);

	it.each([
		['an application', 'tls', 1],
		['a port', '443', 1],
		['a server name, in any case', 'SHOP', 1],
		['a transport', 'udp', 1],
		['a host by its name', 'anna', 3],
		['an address', '203.0.113', 3],
		['all words', 'anna ssh', 1],
		['nothing', 'nosuch', 0],
	])('finds flows by %s while it is typed', (_, text, count) => {
		expect(keysFor(text, 'flows')).toHaveLength(count);
	});

	it('finds hosts and conversations by their flows as well', () => {
		expect(keysFor('ssh', 'talkers')).toHaveLength(2);
		expect(keysFor('ssh', 'conversations')).toHaveLength(1);
		expect(keysFor('anna', 'talkers')).toContain('192.0.2.20');
		expect(keysFor('nosuch', 'conversations')).toEqual([]);
	});

	it('filters protocols and the log, and changes no count', () => {
		const found = state(key('/', '/'), ...typed('eth'));
		expect(panelRowsKnown(found, 'protocols').keys).toEqual(['link eth']);
		// no event tells of it: all of them stay
		expect(panelRowsKnown(found, 'log').keys).toEqual(['2', '1']);
		expect(shownView(found)?.snapshot.totals).toEqual(traffic(1).totals);
	});

	it('that names no protocol leaves them all', () => {
		expect(panelRowsKnown(state(key('/', '/'), ...typed('anna')), 'protocols').keys).toEqual(['link eth']);
	});

	it('is cleared by Escape while it is typed', () => {
		expect(state(key('/', '/'), ...typed('tls'), key('escape')).rows.search).toEqual({text: '', field: null});
	});
});

describe('rows', () => {
	const [tls, ssh] = FLOWS.map(flowKey);

	it('stand still for a moment after the cursor was moved, then are sorted again', () => {
		const loud = [flow(443, 8000), flow(22, 400_000), flow(9999, 2000, {transport: 'udp'})];
		const moved = state(key('5'), key('g'));
		expect(moved.rows.lists.flows.order[0]).toBe(tls);
		const soon = act(moved, snapshot(2, loud), moved.now + 1000).state;
		expect(soon.rows.lists.flows.order[0]).toBe(tls);
		const louder = [flow(443, 8000), flow(22, 800_000), flow(9999, 2000, {transport: 'udp'})];
		const later = act(soon, snapshot(3, louder), moved.now + 4000).state;
		expect(later.rows.lists.flows.order[0]).toBe(ssh);
		expect(selected(later)?.row.key).toBe(selected(moved)?.row.key);
	});

	it('keep their order while it is held', () => {
		const loud = [flow(443, 8000), flow(22, 400_000), flow(9999, 2000, {transport: 'udp'})];
		const held = state(key('5'), key('o'), snapshot(2, loud), snapshot(3, loud));
		expect(held.rows.isFrozen).toBe(true);
		expect(held.rows.lists.flows.order[0]).toBe(tls);
	});

	it('that are in no table any more leave', () => {
		const quiet = Array.from({length: 20}, (_, step) => snapshot(2 + step, FLOWS.slice(1)));
		expect(state(key('5'), ...quiet).rows.lists.flows.order).not.toContain(tls);
	});

	it('that are gone leave their details as they were seen last', () => {
		const gone = state(key('5'), key('enter'), snapshot(2, FLOWS.slice(1)), snapshot(3, FLOWS.slice(1)));
		expect(gone.overlays.details?.key).toBe(tls);
		expect(gone.rows.lists.flows.order).not.toContain(tls);
		expect(detailsSections(gone, gone.overlays.details!)[0]?.rows).toContainEqual({
			label: 'server name',
			text: 'shop.example',
		});
	});

	it('are sorted by the next column and the other way round, and by a column that is named', () => {
		expect(state(key('s')).rows.lists.talkers.sorting).toEqual({column: 'avg40', descending: true});
		expect(state(key('S', 'S')).rows.lists.talkers.sorting).toEqual({column: 'avg10', descending: false});
		const named = state(key(':', ':'), ...typed('sort address'), key('enter'));
		expect(named.rows.lists.talkers).toMatchObject({
			sorting: {column: 'address', descending: false},
			order: ['192.0.2.20', '203.0.113.10'],
		});
		expect(state(key(':', ':'), ...typed('sort colour'), key('enter')).notice?.text).toContain("no column 'colour'");
	});

	it('are copied as text', () => {
		const {effects} = reached(...begun, key('5'), key('y'));
		expect(effects).toEqual([
			{type: 'copy', text: 'tcp\t192.0.2.20\t40443\t203.0.113.10\t443\ttls\tshop.example\t16000'},
		]);
		expect(reached(...begun, key('6'), key('y')).effects).toEqual([]);
	});

	it('of protocols lead to their flows', () => {
		const flows = state(key('2'), key('enter'));
		expect(flows).toMatchObject({panels: {focus: 'flows'}, rows: {search: {text: ''}}});
		const leads = (layer: 'network' | 'transport' | 'application', name: string) => {
			const counts = {link: [], network: [], transport: [], application: [], [layer]: [{name, packets: 1, bytes: 1}]};
			const one: Action = {type: 'snapshot', snapshot: {...traffic(2), protocols: counts}, wall: EPOCH + 2};
			return state(one, key('2'), key('enter'));
		};
		expect(leads('network', 'ipv6')).toMatchObject({panels: {focus: 'flows'}, rows: {search: {text: 'proto:ipv6'}}});
		expect(leads('transport', 'udp').rows.search.text).toBe('proto:udp');
		expect(leads('application', 'dns').rows.search.text).toBe('app:dns');
		expect(leads('transport', 'icmp')).toMatchObject({panels: {focus: 'talkers'}, notice: {level: 'good'}});
	});
});

describe('details', () => {
	const sections = (...keys: Action[]) => {
		const open = state(...keys, key('enter'));
		return detailsSections(open, open.overlays.details!);
	};

	it('tell of an endpoint its names, peers and protocols', () => {
		const shown = sections(key('3'));
		expect(shown.map(({title}) => title)).toEqual(['Endpoint', 'Peers', 'Protocols of its flows', 'Flows']);
		expect(shown[0]?.rows).toContainEqual({label: 'name', text: 'anna.example (learnt by dns)'});
		expect(shown[0]?.rows).toContainEqual({label: 'side', text: 'inside'});
		expect(shown[1]?.rows[0]?.text).toBe('203.0.113.10');
		expect(shown[2]?.rows.map(({text}) => text)).toEqual(['tls', 'ssh', 'other udp']);
	});

	it('tell of an endpoint what the analysis knows of it beyond the rows that are listed', () => {
		const open = state(key('3'), key('enter'));
		expect(open.rows.asked?.about).toBe('192.0.2.20');
		const view = open.time.live!;
		const [flow] = view.snapshot.flows.top;
		const about = {
			...{address: '192.0.2.20', peers: 300, flows: 1234, ports: 1, topPeers: view.snapshot.conversations.top},
			topFlows: Array.from({length: 12}, (_, index) => ({...flow, a: {...flow.a, port: index}})),
			applications: [{name: 'tls', bytes: 3000, flows: 1}],
			topPorts: [{transport: 'tcp', port: 22, isOwn: true, bytes: 5000, flows: 7}],
			names: [
				{name: 'anna.example', source: 'mdns' as const},
				{name: 'shop.example', source: 'tls' as const},
			],
			dns: {queries: 3, received: [{name: 'NXDOMAIN', count: 3}], sent: [], newest: [], mayLack: false},
		};
		const known = {...open, time: {...open.time, live: {...view, rates: {...view.rates, about}}}};
		const shown = detailsSections(known, known.overlays.details!);
		expect(shown.map(({title}) => title)).toEqual([
			'Endpoint',
			`Peers: the ${about.topPeers.length} with most bytes of 300`,
			'Protocols of its flows',
			'Ports',
			'DNS',
			'Flows: the 12 with most bytes of 1,234',
		]);
		expect(shown[3].rows).toEqual([{label: '5.00 kB', text: 'tcp 22, its own, 7 flows'}]);
		expect(shown[0].rows.slice(1, 3)).toEqual([
			{label: 'name', text: 'anna.example (learnt by dns, mdns)'},
			{label: 'also', text: 'shop.example (learnt by tls)'},
		]);
		expect(shown[4].rows).toContainEqual({label: 'answers to it', text: 'NXDOMAIN 3'});
		// of another host it says nothing
		const other = {...about, address: '203.0.113.10'};
		const others = {...open, time: {...open.time, live: {...view, rates: {...view.rates, about: other}}}};
		expect(detailsSections(others, others.overlays.details!).map(({title}) => title)).toContain('Peers');
	});

	it('are what f filters by, joined to the filter in force', () => {
		const host = state(key('3'), key('enter'), key('f'));
		expect(host.overlays.editor?.field.text).toBe('host 192.0.2.20');
		expect(host.overlays.details).not.toBeNull();
		expect(state(key('5'), key('enter'), key('f')).overlays.editor?.field.text).toBe(
			'host 192.0.2.20 and host 203.0.113.10 and tcp port 40443 and tcp port 443',
		);
		expect(state(key('5'), key('f')).overlays.editor?.field.text).toBe('');
	});

	it('tell of a flow all that is known', () => {
		const labels = sections(key('5'))[0]?.rows.map(({label}) => label);
		expect(labels).toEqual(
			expect.arrayContaining(['from', 'to', 'application', 'server name', 'state', 'age', 'back']),
		);
	});
});

describe('counting anew', () => {
	it('takes off what was counted by then, of everything', () => {
		const reset = state(key('ctrl-r'), snapshot(2));
		const view = shownView(reset)!;
		expect(view.snapshot.totals).toMatchObject({packets: 140, bytes: 14_000});
		expect(view.snapshot.drops).toEqual({kernel: 3, interface: null, queue: 0});
		expect(view.snapshot.protocols.link).toEqual([{name: 'eth', packets: 140, bytes: 0}]);
		expect(view.rates.lists.talkers.get('192.0.2.20')?.item.bytesSent).toBe(5000);
		expect(view.snapshot.flows.top[0]?.bytes).toBe(8000);
		expect(view.original.totals).toEqual(traffic(2).totals);
		const again = act(reset, key('ctrl-r'), 99_000).state;
		expect(shownView(again)?.snapshot.totals).toEqual(traffic(2).totals);
	});
});

describe('the log', () => {
	it('tells what happened, and of losses once per burst', () => {
		const told = state(snapshot(2), snapshot(3), {
			type: 'interface',
			change: {name: 'eth0\u001b', up: false, carrier: false},
		});
		expect(told.log.map(({level, text}) => `${level} ${text}`)).toEqual([
			'info capturing',
			'bad 9 packets lost in the kernel, whose buffer was full',
			'info eth0 is now eth0\ufffd',
			'bad interface eth0\ufffd is down',
		]);
	});
});

describe('the interface', () => {
	const change = (name: string, up: boolean, carrier: boolean): Action => ({
		type: 'interface',
		change: {name, up, carrier},
	});

	it.each([
		['loses its link', [change('eth0', true, false)], 'no-link', 'eth0', ['bad interface eth0 has no link']],
		['goes down', [change('eth0', false, false)], 'down', 'eth0', ['bad interface eth0 is down']],
		[
			'comes back',
			[change('eth0', true, false), change('eth0', true, true)],
			'up',
			'eth0',
			['bad interface eth0 has no link', 'good interface eth0 is up'],
		],
		['gets another name', [change('lan0', true, true)], 'up', 'lan0', ['info eth0 is now lan0']],
	] as const)('%s: it is told, and the header has its name', (_what, changes, link, name, log) => {
		const told = state(...changes);
		expect(told.capture.link).toBe(link);
		expect(told.capture.source.name).toBe(name);
		expect(told.log.slice(2).map(({level, text}) => `${level} ${text}`)).toEqual(log);
	});

	it('may have no link from the first moment, also before the capture runs', () => {
		const told = [change('eth0', true, false), {type: 'engine', state: 'running'} as const].reduce(
			(before: DashboardState, action) => act(before, action, 0).state,
			withPart(
				initialState({columns: 120, rows: 40}, 0, {source: {kind: 'interface', name: 'eth0'}, filter: null}),
				'capture',
				{engine: 'starting'},
			),
		);
		expect(told.capture.link).toBe('no-link');
		expect(told.log.map(({text}) => text)).toEqual(['interface eth0 has no link', 'capturing']);
	});
});

describe('units and names', () => {
	it('change for all panels', () => {
		expect(state(key('u')).display.unit).toBe('bytes');
		expect(state(key('u'), key('u'), key('u')).display.unit).toBe('bits');
		expect(state(key('n')).display.hasNames).toBe(false);
		expect(state(key(':', ':'), ...typed('units nibbles'), key('enter')).notice?.text).toContain("no unit 'nibbles'");
	});
});
