/** What the synthetic captures hold: each kind writes its next packet into the frame. */
import {type FrameWriter, type Station, TcpFlag, type Version} from '../../source/engine/capture/demo/frames.js';
import {Random} from '../../source/engine/capture/demo/random.js';
import {clientHello, record, serverFlight} from '../../source/engine/capture/demo/tls.js';

export const KINDS = ['mix', 'flows', 'spoofed', 'small', 'ipv6', 'tls'] as const;
export type Kind = (typeof KINDS)[number];

/** Writes packet `index` (from 0) into `frame`. */
export type PacketSource = (frame: FrameWriter, index: number) => void;

const FILLER = 64 * 1024;
const SEGMENT = 1460;
const MAC_A = Uint8Array.of(2, 0, 0, 0, 0, 1);
const MAC_B = Uint8Array.of(2, 0, 0, 0, 0, 2);

export function createSource(kind: Kind, seed: number): PacketSource {
	const random = new Random(seed);
	const filler = random.bytes(FILLER);
	const opaque = (length: number) => {
		const at = random.between(0, FILLER - length);
		return filler.subarray(at, at + length);
	};

	switch (kind) {
		case 'mix':
			return mix(random, opaque, 4);
		case 'ipv6':
			return mix(random, opaque, 6);
		case 'small':
			return small(random, opaque);
		case 'flows':
			return flows(random, opaque);
		case 'spoofed':
			return spoofed(random, opaque);
		case 'tls':
			return secure(random, opaque);
	}
}

function station(number: number, mac = MAC_A): Station {
	const v6 = new Uint8Array(16);
	v6.set([0x20, 0x01, 0x0d, 0xb8]);
	new DataView(v6.buffer).setUint32(12, number);
	return {mac, ttl: 64, v4: Uint8Array.of(10, number >>> 16, number >>> 8, number), v6};
}

type Opaque = (length: number) => Uint8Array;

interface Talk {
	client: Station;
	server: Station;
	clientPort: number;
	serverPort: number;
	tcp: boolean;
	sequence: [number, number];
}

/** Frames of 557 bytes on average with their record headers: 26 % full, 43 % acknowledgements, the rest between. */
function payloadLength(random: Random, overhead: number): number {
	const choice = random.next();
	if (choice < 0.265) return 1514 - overhead;
	if (choice < 0.7) return random.between(0, 26);
	return random.between(60, 590);
}

/** 500 hosts, 20,000 flows between them, the first ones far busier than the last. */
function mix(random: Random, opaque: Opaque, version: Version): PacketSource {
	const hosts = Array.from({length: 500}, (_, index) => station(index + 1));
	const ports = [443, 443, 443, 80, 22, 53, 123, 8080, 25, 3306];
	const talks = Array.from({length: 20_000}, (): Talk => {
		const client = random.zipf(hosts.length);
		const server = (client + 1 + random.zipf(hosts.length - 1)) % hosts.length;
		return {
			client: hosts[client]!,
			server: hosts[server]!,
			clientPort: random.between(32_768, 60_999),
			serverPort: random.pick(ports),
			tcp: random.chance(0.8),
			sequence: [random.word() >>> 0, random.word() >>> 0],
		};
	});
	return frame => {
		const talk = talks[random.zipf(talks.length)]!;
		const forth = random.chance(0.4) ? 0 : 1;
		const overhead = (version === 4 ? 34 : 54) + (talk.tcp ? 20 : 8);
		say(frame, talk, forth, version, opaque(payloadLength(random, overhead)));
	};
}

/** Frames of exactly 64 bytes. */
function small(random: Random, opaque: Opaque): PacketSource {
	const talks = Array.from(
		{length: 1000},
		(_, index): Talk => ({
			client: station(1 + (index % 500)),
			server: station(501 + (index >> 4)),
			clientPort: 40_000 + index,
			serverPort: 9,
			tcp: index % 2 === 0,
			sequence: [index, index],
		}),
	);
	return frame => {
		const talk = talks[random.between(0, talks.length - 1)]!;
		say(frame, talk, random.chance(0.5) ? 0 : 1, 4, opaque(talk.tcp ? 10 : 22));
	};
}

/** Every packet begins a flow of its own. */
function flows(random: Random, opaque: Opaque): PacketSource {
	const clients = Array.from({length: 1000}, (_, index) => station(index + 1));
	const servers = Array.from({length: 50}, (_, index) => station(0x1_0000 + index));
	return (frame, index) => {
		// Client, port and server together count through 2,500,000,000 different flows.
		const talk: Talk = {
			client: clients[index % 1000]!,
			clientPort: 10_000 + (Math.floor(index / 1000) % 50_000),
			server: servers[Math.floor(index / 50_000_000) % 50]!,
			serverPort: 443,
			tcp: index % 4 !== 0,
			sequence: [index, 0],
		};
		if (talk.tcp) frame.tcp(talk.client, talk.server, 4, talk.clientPort, 443, index, 0, TcpFlag.syn);
		else say(frame, talk, 0, 4, opaque(random.between(20, 120)));
	};
}

/** A flood of SYNs, each from another address, and one packet in twenty of 20 real talkers that must survive it. */
function spoofed(random: Random, opaque: Opaque): PacketSource {
	const victim = station(1, MAC_B);
	const talkers = Array.from({length: 20}, (_, index) => station(100 + index));
	const stranger = station(0);
	const view = new DataView(stranger.v4.buffer);
	let real = 0;
	return (frame, index) => {
		if (index % 20 === 0) {
			const talker = talkers[real++ % talkers.length]!;
			frame.tcp(talker, victim, 4, 50_000, 443, index, 1, TcpFlag.ack | TcpFlag.psh, opaque(random.between(200, 1400)));
			return;
		}

		// An odd factor permutes the 32-bit numbers: no address comes twice.
		view.setUint32(0, Math.imul(index, 0x9e37_79b1));
		frame.tcp(stranger, victim, 4, random.between(1024, 65_535), 80, random.word() >>> 0, 0, TcpFlag.syn);
	};
}

/** Short TLS connections, each with its own server name: SYN, SYN+ACK, ACK, hello, flight, data, FIN. */
function secure(random: Random, opaque: Opaque): PacketSource {
	const clients = Array.from({length: 200}, (_, index) => station(index + 1));
	const servers = Array.from({length: 2000}, (_, index) => station(0x2_0000 + index));
	const queue: Array<(frame: FrameWriter) => void> = [];
	let connections = 0;
	const begin = () => {
		const client = random.pick(clients);
		const which = random.zipf(servers.length);
		const server = servers[which]!;
		const port = 20_000 + (connections++ % 45_000);
		let here = random.word() >>> 0;
		let there = random.word() >>> 0;
		const up = (flags: number, payload?: Uint8Array) => (frame: FrameWriter) => {
			frame.tcp(client, server, 4, port, 443, here, there, flags, payload);
			here += (payload?.length ?? 0) + ((flags & 3) !== 0 ? 1 : 0);
		};
		const down = (flags: number, payload?: Uint8Array) => (frame: FrameWriter) => {
			frame.tcp(server, client, 4, 443, port, there, here, flags, payload);
			there += (payload?.length ?? 0) + ((flags & 3) !== 0 ? 1 : 0);
		};
		const {ack, psh, syn, fin} = TcpFlag;
		const name = `host-${which}.example.${which % 2 === 0 ? 'com' : 'net'}`;
		queue.push(up(syn), down(syn | ack), up(ack));
		queue.push(up(ack | psh, record(22, clientHello(name, ['h2'], random), 0x0301)));
		const flight = serverFlight(random, 2600);
		queue.push(down(ack | psh, flight.subarray(0, SEGMENT)), down(ack | psh, flight.subarray(SEGMENT)), up(ack));
		for (let turn = random.between(2, 8); turn > 0; turn--) {
			queue.push(up(ack | psh, record(23, opaque(random.between(80, 600)))));
			for (let segment = random.between(1, 6); segment > 0; segment--) {
				queue.push(down(ack | psh, record(23, opaque(SEGMENT - 5))));
			}

			queue.push(up(ack));
		}

		queue.push(up(fin | ack), down(fin | ack), up(ack));
	};
	let next = 0;
	return frame => {
		if (next === queue.length) {
			queue.length = 0;
			next = 0;
			begin();
		}

		queue[next++]!(frame);
	};
}

function say(frame: FrameWriter, talk: Talk, forth: number, version: Version, payload: Uint8Array): void {
	const [source, target] = forth === 0 ? [talk.client, talk.server] : [talk.server, talk.client];
	const [from, to] = forth === 0 ? [talk.clientPort, talk.serverPort] : [talk.serverPort, talk.clientPort];
	if (!talk.tcp) {
		frame.udp(source, target, version, from, to, payload);
		return;
	}

	const sequence = talk.sequence[forth]!;
	frame.tcp(source, target, version, from, to, sequence, talk.sequence[1 - forth]!, TcpFlag.ack, payload);
	talk.sequence[forth] = (sequence + payload.length) >>> 0;
}
