/** What the demonstration's hosts do with servers: each generator is one thing that happens, from its first packet to its last. */
import type {Host} from './hosts.js';
import {
	type Call,
	DnsType,
	dnsAnswer,
	dnsQuery,
	httpRequest,
	httpResponse,
	rtp,
	sip,
	sshBanner,
	sshKeyExchange,
} from './payloads.js';
import {initialPacket, longPacket, shortPacket} from './quic.js';
import {type Activity, Connection, type Scene} from './scene.js';
import {clientHello, record, serverFlight} from './tls.js';

const MILLISECOND = 1e6;
const SECOND = 1e9;

/** Looks the server up, over IPv4 and, in a modern way, both address types at once. */
export function* lookUp(scene: Scene, client: Host, server: Host): Activity {
	const {random} = scene;
	const {gateway} = scene.network;
	for (const type of [DnsType.a, DnsType.aaaa]) {
		const id = random.between(0, 0xffff);
		const port = scene.ephemeralPort();
		scene.udp(client, gateway, 4, port, 53, dnsQuery(id, server.name, type));
		yield random.between(1, 30) * MILLISECOND;
		const address = type === DnsType.a ? server.v4 : server.dual ? server.v6 : null;
		scene.udp(gateway, client, 4, 53, port, dnsAnswer(id, server.name, type, address, 300));
	}
}

/** A page or a download over TLS. */
export function* secure(scene: Scene, client = scene.client(), server = scene.server()): Activity {
	const {random} = scene;
	yield* lookUp(scene, client, server);
	const connection = new Connection(scene, client, server, scene.version(server), 443);
	yield* connection.open();
	yield* connection.ask(record(22, clientHello(server.name, ['h2', 'http/1.1'], random), 0x0301));
	yield* connection.answer(serverFlight(random, random.between(1800, 3900)));
	yield 2 * MILLISECOND;
	connection.send(true, record(23, random.bytes(90)));
	for (let turn = random.between(1, 6); turn > 0; turn--) {
		yield* connection.ask(record(23, random.bytes(random.between(80, 700))));
		const bytes = Math.round(random.pareto(4_000, 0.9, 12_000_000));
		yield* connection.bulk(bytes, false, random.between(400, 2500));
		yield Math.round(random.exponential(0.6 * SECOND));
	}

	yield* connection.close();
}

/** A file goes up. */
export function* upload(scene: Scene): Activity {
	const server = scene.server();
	const connection = new Connection(scene, scene.client(), server, scene.version(server), 443);
	const {random} = scene;
	yield* connection.open();
	yield* connection.ask(record(22, clientHello(server.name, ['http/1.1'], random), 0x0301));
	yield* connection.answer(serverFlight(random, 2400));
	yield* connection.bulk(Math.round(random.pareto(200_000, 1, 20_000_000)), true, random.between(300, 900));
	yield* connection.answer(record(23, random.bytes(200)));
	yield* connection.close();
}

/** Video over QUIC: a chunk, a pause, a chunk. */
export function* video(
	scene: Scene,
	client = scene.client(),
	server = scene.network.servers[scene.random.zipf(9)],
): Activity {
	const {random} = scene;
	yield* lookUp(scene, client, server);
	const version = scene.version(server);
	const port = scene.ephemeralPort();
	const clientId = random.bytes(8);
	const serverId = random.bytes(8);
	const down = (payload: Uint8Array) => scene.udp(server, client, version, 443, port, payload);
	const up = (payload: Uint8Array) => scene.udp(client, server, version, port, 443, payload);
	up(initialPacket(server.name, serverId, clientId, random));
	yield 20 * MILLISECOND;
	down(longPacket(0, clientId, serverId, scene.opaque(1100)));
	down(longPacket(2, clientId, serverId, scene.opaque(900)));
	yield MILLISECOND;
	up(longPacket(2, serverId, clientId, scene.opaque(80)));
	const rate = random.between(500, 1400);
	for (let chunk = random.between(6, 40); chunk > 0; chunk--) {
		up(shortPacket(serverId, scene.opaque(random.between(60, 140))));
		yield 15 * MILLISECOND;
		for (let packet = random.between(150, 900); packet > 0; packet--) {
			down(shortPacket(clientId, scene.opaque(packet === 1 ? 400 : 1210)));
			if (packet % 12 === 0) {
				up(shortPacket(serverId, scene.opaque(32)));
			}
			yield Math.round(random.exponential(SECOND / rate));
		}

		yield Math.round(random.exponential(1.8 * SECOND));
	}
}

/** Old-fashioned HTTP: packages, cameras. */
export function* plain(scene: Scene): Activity {
	const {random} = scene;
	const client = scene.client();
	const server = scene.network.servers[random.between(8, 40)];
	yield* lookUp(scene, client, server);
	const connection = new Connection(scene, client, server, scene.version(server), 80);
	const bytes = Math.round(random.pareto(2_000, 0.8, 6_000_000));
	yield* connection.open();
	yield* connection.ask(httpRequest(server.name, `/pool/${random.between(100, 999)}.bin`));
	yield* connection.answer(httpResponse(bytes));
	yield* connection.bulk(bytes, false, random.between(300, 1500));
	yield* connection.close();
}

/** Someone types into a remote shell; now and then a file is copied. */
export function* shell(scene: Scene): Activity {
	const {random} = scene;
	const server = random.chance(0.5) ? scene.network.nas : scene.server();
	const connection = new Connection(scene, scene.client(), server, scene.version(server), 22);
	yield* connection.open();
	yield* connection.answer(sshBanner('OpenSSH_9.2p1'));
	yield* connection.ask(sshBanner('OpenSSH_9.6'));
	yield* connection.ask(sshKeyExchange(random));
	yield* connection.answer(sshKeyExchange(random));
	for (let line = random.between(10, 60); line > 0; line--) {
		for (let key = random.between(4, 20); key > 0; key--) {
			connection.send(true, scene.opaque(36));
			yield connection.roundTrip;
			connection.send(false, scene.opaque(36));
			yield random.between(60, 250) * MILLISECOND;
		}

		yield* connection.bulk(Math.round(random.pareto(200, 0.8, 400_000)), false, 600);
		yield Math.round(random.exponential(2 * SECOND));
	}

	yield* connection.close();
}

/** A machine saves its files on the network storage. */
export function* backup(scene: Scene): Activity {
	const {random} = scene;
	const connection = new Connection(scene, scene.client(), scene.network.nas, 4, 22);
	yield* connection.open();
	yield* connection.answer(sshBanner('OpenSSH_9.2p1'));
	yield* connection.ask(sshBanner('OpenSSH_9.6'));
	yield* connection.ask(sshKeyExchange(random));
	yield* connection.answer(sshKeyExchange(random));
	yield* connection.bulk(Math.round(random.pareto(8_000_000, 1, 60_000_000)), true, random.between(800, 2200));
	yield* connection.close();
}

/** A telephone call: signalling, then audio both ways every 20 ms. */
export function* call(scene: Scene): Activity {
	const {random} = scene;
	const caller = scene.client();
	const callee = scene.network.servers[20 + random.between(0, 9)];
	const port = random.between(8000, 15_000) * 2;
	const details: Call = {
		identifier: Array.from(random.bytes(8), byte => byte.toString(16).padStart(2, '0')).join(''),
		caller: caller.name,
		callee: 'reception',
		address: caller.v4.join('.'),
		port,
	};
	const up = (kind: 'INVITE' | 'ACK' | 'BYE', method: string) =>
		scene.udp(caller, callee, 4, 5060, 5060, sip(kind, details, method));
	const down = (kind: '100' | '180' | '200', method: string) =>
		scene.udp(callee, caller, 4, 5060, 5060, sip(kind, details, method));
	up('INVITE', 'INVITE');
	yield 30 * MILLISECOND;
	down('100', 'INVITE');
	yield 200 * MILLISECOND;
	down('180', 'INVITE');
	yield random.between(1, 4) * SECOND;
	down('200', 'INVITE');
	yield 30 * MILLISECOND;
	up('ACK', 'ACK');
	const sources = [random.word(), random.word()] as const;
	for (let sequence = 0, end = random.between(500, 4000); sequence < end; sequence++) {
		scene.udp(caller, callee, 4, port, 20_000, rtp(sequence, sources[0], scene.opaque(160)));
		yield 7 * MILLISECOND + random.between(0, 500_000);
		scene.udp(callee, caller, 4, 20_000, port, rtp(sequence, sources[1], scene.opaque(160)));
		yield 12.5 * MILLISECOND;
	}

	up('BYE', 'BYE');
	yield 30 * MILLISECOND;
	down('200', 'BYE');
}

/** Someone knocks at many ports of one host; most are closed. */
export function* scan(scene: Scene): Activity {
	const {random} = scene;
	const attacker = scene.network.servers.at(-1)!;
	const victim = scene.client();
	for (let knock = random.between(80, 600); knock > 0; knock--) {
		const connection = new Connection(scene, attacker, victim, 4, random.between(1, 10_000));
		const opening = connection.open();
		opening.next();
		yield Math.round(random.exponential(3 * MILLISECOND));
		connection.reset();
	}
}
