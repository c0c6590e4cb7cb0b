/** What a capture says to a fleet, and what it keeps to itself. */
import {EventEmitter} from 'node:events';
import {expect, it} from 'vitest';
import type {Flow, RecentActivity, Snapshot} from '../../source/engine/snapshot.js';
import type {Broker, BrokerOptions, Message} from '../../source/fleet/broker/broker.js';
import {decode} from '../../source/fleet/message/codec.js';
import {Publication} from '../../source/fleet/sensor/publication.js';
import {busySnapshot, secondsOfTcp} from '../helpers/snapshots.js';
import {until} from '../helpers/until.js';

const NONE = {packetsSent: 0, packetsReceived: 0, bytesSent: 0, bytesReceived: 0};

/** What a capture that tells these says, in turn; the last one as its end. */
async function saidOf(snapshots: readonly Snapshot[]): Promise<Snapshot[]> {
	const said: Message[] = [];
	const broker = {
		publisher: async () => ({
			publish: async (message: Message) => void said.push(message),
			close: async () => {},
		}),
	} as Partial<Broker> as Broker;
	const publication = await Publication.open(broker, {
		...{broker: {} as BrokerOptions, name: 'a', interval: 1, connected: () => {}},
	});
	const engine = new EventEmitter<{snapshot: [Snapshot]}>();
	publication.listen(engine);
	for (const snapshot of snapshots.slice(0, -1)) {
		engine.emit('snapshot', snapshot);
		await until(() => said.length === 1);
	}
	await publication.end(snapshots.at(-1)!);
	expect(said).toHaveLength(snapshots.length);
	return said.map(({bytes}) => decode(bytes).snapshot);
}

const recentOf = (flows: Flow[]): RecentActivity => ({
	...{seconds: 1, endpoints: [], conversations: []},
	flows: flows.map(flow => ({...flow, recent: {packets: 1, aToB: 1, bToA: 0}})),
});

it('is neither which processes there are, nor whose a flow is', async () => {
	const plain = busySnapshot(1);
	const process = {pid: 7, name: 'secret'};
	const owned: Snapshot = {
		...plain,
		flows: {...plain.flows, top: plain.flows.top.map(flow => ({...flow, process}))},
		recent: recentOf(plain.flows.top.map(flow => ({...flow, process}))),
		processes: {
			...{distinct: 1, evicted: 0, unknown: NONE, others: NONE},
			top: [
				{...process, ...NONE, user: 'alice', unit: null, networkNamespace: 1, command: 'secret', flows: 1, hosts: 1},
			],
		},
	};
	for (const snapshot of await saidOf([owned, owned])) {
		expect(snapshot.flows).toEqual(plain.flows);
		expect(snapshot.recent).toEqual(recentOf(plain.flows.top));
		expect(JSON.stringify(snapshot)).not.toMatch(/secret|alice/);
	}
});

const TIMES = {samples: 1, p50: '0.001000000', p95: '0.001000000'};
const ECHO = {requests: 1, replies: 1, unanswered: 0, waiting: 0, unwatched: 0};
const PARTS = {sum: '0.001000000', histogram: [{to: null, samples: 1}]};

it('is not what segments and messages of DNS say of each flow and of each second of hours, which a fleet does not add up', async () => {
	const plain = busySnapshot(1);
	const {health} = plain;
	const measured: Snapshot = {
		...plain,
		flows: {...plain.flows, top: plain.flows.top.map(flow => ({...flow, tcp: null, dns: null}))},
		health: {
			...health!,
			series: secondsOfTcp(3600),
			tcp: {...health!.tcp, rtt: {...TIMES, ...PARTS}, lastMinute: {segments: 1, retransmittedSegments: 0, rtt: TIMES}},
			icmpEcho: {...ECHO, roundTrip: {...TIMES, ...PARTS}},
			dns: {...health!.dns, leftOut: 0, evicted: 0, answerTime: {...TIMES, ...PARTS}},
		},
	};
	for (const snapshot of await saidOf([measured, measured])) {
		expect(snapshot.flows).toEqual(plain.flows);
		expect(snapshot.health).toEqual({
			...health,
			tcp: {...health!.tcp, rtt: TIMES},
			icmpEcho: ECHO,
			dns: {...health!.dns, answerTime: TIMES},
		});
	}
});

it('is every label of a flow', async () => {
	const plain = busySnapshot(1);
	const top = plain.flows.top.map(flow => ({...flow, application: 'smtp', applications: ['smtp', 'tls']}));
	const [said] = await saidOf([{...plain, flows: {...plain.flows, top}}]);
	expect(said.flows.top[0]).toMatchObject({application: 'smtp', applications: ['smtp', 'tls']});
});
