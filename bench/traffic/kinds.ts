/** What the synthetic captures hold: each kind writes its next packet into the frame. */
import {type FrameWriter, type Station, TcpFlag, type Version} from '../../source/engine/capture/demo/frames.js';
import {DnsType, dnsAnswer} from '../../source/engine/capture/demo/payloads.js';
import {Random} from '../../source/engine/capture/demo/random.js';
import {clientHello, record, serverFlight} from '../../source/engine/capture/demo/tls.js';
import {ALL, BULKY, type End, type Opaque, type Voice} from './voices.js';

export const KINDS = ['mix', 'opaque', 'flows', 'unknown', 'spoofed', 'small', 'ipv6', 'tls', 'names', 'sni'] as const;
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
		case 'opaque':
			return secret(random, opaque);
		case 'small':
			return small(random, opaque);
		case 'flows':
			return flows(random, opaque);
		case 'unknown':
			return strangers(random);
		case 'spoofed':
			return spoofed(random, opaque);
		case 'tls':
			return secure(random, opaque);
		case 'names':
			return named(random);
		case 'sni':
			return greeting(random);
	}
}

function station(number: number, mac = MAC_A): Station {
	const v6 = new Uint8Array(16);
	v6.set([0x20, 0x01, 0x0d, 0xb8]);
	new DataView(v6.buffer).setUint32(12, number);
	return {mac, ttl: 64, v4: Uint8Array.of(10, number >>> 16, number >>> 8, number), v6};
}

interface Talk {
	client: Station;
	server: Station;
	clientPort: number;
	serverPort: number;
	tcp: boolean;
	sequence: [number, number];
}

const HOSTS = 500;
const FLOWS = 20_000;
/** The first flows are the busiest: more than half of all packets. */
const BUSIEST = 300;

/** Two of 500 hosts, the first ones in far more flows than the last. */
function pair(random: Random): [number, number] {
	const client = random.zipf(HOSTS);
	return [client, (client + 1 + random.zipf(HOSTS - 1)) % HOSTS];
}

/** Frames of 557 bytes on average with their record headers: 32 % full, 37 % without payload, the rest between. */
function realLength(random: Random, overhead: number): number {
	const choice = random.next();
	if (choice < 0.319) {
		return 1514 - overhead;
	}
	if (choice < 0.69) {
		return 0;
	}
	return random.between(60, 590);
}

interface RealTalk extends Talk {
	voice: Voice;
	/** Handshake and opening that are still to come, the next one last. */
	script: Array<[End, number, Uint8Array]>;
}

/** 500 hosts, 20,000 flows between them, each saying what its protocol says; one in eight is under way already. */
function mix(random: Random, opaque: Opaque, version: Version): PacketSource {
	const hosts = Array.from({length: HOSTS}, (_, index) => station(index + 1));
	const talks: Array<RealTalk | undefined> = Array.from({length: FLOWS}, () => undefined);
	const begin = (rank: number): RealTalk => {
		const [from, to] = pair(random);
		const client = hosts[from];
		const server = hosts[to];
		const voice = random.pick(rank < BUSIEST ? BULKY : ALL)(random, opaque, `host-${to}.example.net`, server.v4);
		const script: RealTalk['script'] = [];
		if (!random.chance(0.125)) {
			const {syn, ack, psh} = TcpFlag;
			const nothing = new Uint8Array(0);
			if (voice.tcp) {
				script.push([0, syn, nothing], [1, syn | ack, nothing], [0, ack, nothing]);
			}
			for (const [end, payload] of voice.opening) {
				script.push([end, ack | psh, payload]);
			}
		}

		return {
			client,
			server,
			clientPort: random.between(32_768, 60_999),
			serverPort: voice.port,
			tcp: voice.tcp,
			sequence: [random.word() >>> 0, random.word() >>> 0],
			voice,
			script: script.reverse(),
		};
	};
	return frame => {
		const rank = random.zipf(FLOWS);
		talks[rank] ??= begin(rank);
		const talk = talks[rank];
		const line = talk.script.pop();
		if (line !== undefined) {
			say(frame, talk, line[0], version, line[2], line[1]);
			return;
		}

		const end = random.chance(0.4) ? 0 : 1;
		const length = realLength(random, (version === 4 ? 34 : 54) + (talk.tcp ? 20 : 8));
		// A datagram without payload is rare; a segment without one acknowledges.
		const payload = length === 0 && talk.tcp ? opaque(0) : talk.voice.bulk(end, length);
		say(frame, talk, end, version, payload);
	};
}

/** As `mix` in sizes, hosts and flows, but random bytes in every flow: the worst case for recognition. */
function secret(random: Random, opaque: Opaque): PacketSource {
	const hosts = Array.from({length: HOSTS}, (_, index) => station(index + 1));
	const ports = [443, 443, 443, 80, 22, 53, 123, 8080, 25, 3306];
	const talks = Array.from({length: FLOWS}, (): Talk => {
		const [client, server] = pair(random);
		return {
			client: hosts[client],
			server: hosts[server],
			clientPort: random.between(32_768, 60_999),
			serverPort: random.pick(ports),
			tcp: random.chance(0.8),
			sequence: [random.word() >>> 0, random.word() >>> 0],
		};
	});
	const length = (overhead: number) => {
		const choice = random.next();
		if (choice < 0.265) {
			return 1514 - overhead;
		}
		if (choice < 0.7) {
			return random.between(0, 26);
		}
		return random.between(60, 590);
	};
	return frame => {
		const talk = talks[random.zipf(talks.length)];
		const end = random.chance(0.4) ? 0 : 1;
		say(frame, talk, end, 4, opaque(length(34 + (talk.tcp ? 20 : 8))));
	};
}

/** Every packet is the hello of a flow of its own, to a server name of its own. */
function greeting(random: Random): PacketSource {
	const DIGITS = 9;
	const marker = '0'.repeat(DIGITS);
	const hello = record(
		22,
		clientHello(`${marker}.some-rather-long-name-of-a-host.example.com`, ['h2'], random),
		0x0301,
	);
	const at = Buffer.from(hello).indexOf(marker);
	const clients = Array.from({length: 1000}, (_, index) => station(index + 1));
	const server = station(0);
	const view = new DataView(server.v4.buffer);
	return (frame, index) => {
		let rest = index;
		for (let digit = DIGITS - 1; digit >= 0; digit--, rest = Math.floor(rest / 10)) {
			hello[at + digit] = 48 + (rest % 10);
		}
		view.setUint32(0, Math.imul(index + 1, 0x9e37_79b1));
		frame.tcp(clients[index % 1000], server, 4, 10_000 + (index % 50_000), 443, 1, 1, TcpFlag.ack, hello);
	};
}

/** A resolver's answers, each another name for another address. */
function named(random: Random): PacketSource {
	const resolver = station(1, MAC_B);
	const clients = Array.from({length: 200}, (_, index) => station(100 + index));
	const address = new Uint8Array(4);
	const view = new DataView(address.buffer);
	return (frame, index) => {
		view.setUint32(0, Math.imul(index + 1, 0x9e37_79b1));
		const name = `n${index.toString(36)}.some-rather-long-name-of-a-host.example.com`;
		const port = 20_000 + (index % 40_000);
		frame.udp(resolver, random.pick(clients), 4, 53, port, dnsAnswer(index & 0xffff, name, DnsType.a, address, 60));
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
		const talk = talks[random.between(0, talks.length - 1)];
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
			client: clients[index % 1000],
			clientPort: 10_000 + (Math.floor(index / 1000) % 50_000),
			server: servers[Math.floor(index / 50_000_000) % 50],
			serverPort: 443,
			tcp: index % 4 !== 0,
			sequence: [index, 0],
		};
		if (talk.tcp) {
			frame.tcp(talk.client, talk.server, 4, talk.clientPort, 443, index, 0, TcpFlag.syn);
		} else {
			say(frame, talk, 0, 4, opaque(random.between(20, 120)));
		}
	};
}

/** Every packet is a datagram of a flow of its own among 500 hosts: random ports, and 18 to 60 zeros that no protocol says. */
function strangers(random: Random): PacketSource {
	const hosts = Array.from({length: HOSTS}, (_, index) => station(index + 1));
	const zeros = new Uint8Array(60);
	return frame => {
		const from = random.between(0, HOSTS - 1);
		const to = (from + random.between(1, HOSTS - 1)) % HOSTS;
		const payload = zeros.subarray(0, random.between(18, zeros.length));
		frame.udp(hosts[from], hosts[to], 4, random.between(1024, 65_535), random.between(1024, 65_535), payload);
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
			const talker = talkers[real++ % talkers.length];
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
		const server = servers[which];
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

		queue[next++](frame);
	};
}

function say(
	frame: FrameWriter,
	talk: Talk,
	end: End,
	version: Version,
	payload: Uint8Array,
	flags: number = TcpFlag.ack,
): void {
	const [source, target] = end === 0 ? [talk.client, talk.server] : [talk.server, talk.client];
	const [from, to] = end === 0 ? [talk.clientPort, talk.serverPort] : [talk.serverPort, talk.clientPort];
	if (!talk.tcp) {
		frame.udp(source, target, version, from, to, payload);
		return;
	}

	const sequence = talk.sequence[end];
	const acknowledged = talk.sequence[end === 0 ? 1 : 0];
	frame.tcp(source, target, version, from, to, sequence, acknowledged, flags, payload);
	talk.sequence[end] = (sequence + payload.length + ((flags & TcpFlag.syn) === 0 ? 0 : 1)) >>> 0;
}
