/** What the demonstration's activities act in: the network, the frame being written, and connections. */
import {FrameWriter, type Station, TcpFlag, type Version} from './frames.js';
import {createNetwork, type Host, type Network} from './hosts.js';
import {Random} from './random.js';

const SEGMENT = 1440;
const MICROSECOND = 1000;
const FILLER_LENGTH = 64 * 1024;

/** A activity yields how long to wait before it goes on; nanoseconds. */
export type Activity = Generator<number, void, void>;

export class Scene {
	readonly random: Random;
	readonly network: Network;
	readonly frame = new FrameWriter();
	/** Opaque payload to cut pieces from. */
	readonly #filler: Uint8Array;
	/** Hands the frame on. */
	readonly #deliver: (frame: FrameWriter) => void;
	#port = 49_152;

	constructor(seed: number, deliver: (frame: FrameWriter) => void) {
		this.random = new Random(seed);
		this.network = createNetwork(this.random);
		this.#filler = this.random.bytes(FILLER_LENGTH);
		this.#deliver = deliver;
	}

	ephemeralPort(): number {
		this.#port = this.#port >= 65_500 ? 49_152 : this.#port + this.random.between(1, 3);
		return this.#port;
	}

	client(): Host {
		return this.network.clients[this.random.zipf(this.network.clients.length)];
	}

	server(): Host {
		return this.network.servers[this.random.zipf(this.network.servers.length)];
	}

	/** IPv6 where both ends have it, mostly. */
	version(server: Host): Version {
		return server.dual && this.random.chance(0.7) ? 6 : 4;
	}

	/** Bytes that look encrypted; `length` up to a segment. */
	opaque(length: number): Uint8Array {
		const at = this.random.between(0, FILLER_LENGTH - length);
		return this.#filler.subarray(at, at + length);
	}

	udp(
		source: Station,
		target: Station,
		version: Version,
		sourcePort: number,
		targetPort: number,
		payload: Uint8Array,
	): void {
		this.frame.udp(source, target, version, sourcePort, targetPort, payload);
		this.#deliver(this.frame);
	}

	icmp(source: Station, target: Station, version: Version, message: Uint8Array, hopLimit?: number): void {
		this.frame.icmp(source, target, version, message, hopLimit);
		this.#deliver(this.frame);
	}

	ethernet(source: Station, target: Station, etherType: number, payload: Uint8Array): void {
		this.frame.ethernet(source.mac, target.mac, etherType, payload);
		this.#deliver(this.frame);
	}

	tcp(
		source: Station,
		target: Station,
		version: Version,
		sourcePort: number,
		targetPort: number,
		sequence: number,
		acknowledgement: number,
		flags: number,
		payload?: Uint8Array,
	): void {
		this.frame.tcp(source, target, version, sourcePort, targetPort, sequence, acknowledgement, flags, payload);
		this.#deliver(this.frame);
	}
}

/** A TCP connection with right sequence numbers. Each method sends at once; the generators also wait. */
export class Connection {
	readonly #clientPort: number;
	#clientSequence: number;
	#serverSequence: number;
	/** One way there and back, nanoseconds. */
	readonly roundTrip: number;

	constructor(
		readonly scene: Scene,
		readonly client: Host,
		readonly server: Host,
		readonly version: Version,
		readonly port: number,
	) {
		const {random} = scene;
		this.#clientPort = scene.ephemeralPort();
		this.#clientSequence = random.word() >>> 0;
		this.#serverSequence = random.word() >>> 0;
		this.roundTrip = (server.local ? random.between(150, 600) : random.between(8_000, 60_000)) * MICROSECOND;
	}

	*open(): Activity {
		this.#fromClient(TcpFlag.syn);
		this.#clientSequence++;
		yield this.roundTrip;
		this.#fromServer(TcpFlag.syn | TcpFlag.ack);
		this.#serverSequence++;
		yield 40 * MICROSECOND;
		this.#fromClient(TcpFlag.ack);
	}

	*close(): Activity {
		this.#fromClient(TcpFlag.fin | TcpFlag.ack);
		this.#clientSequence++;
		yield this.roundTrip;
		this.#fromServer(TcpFlag.fin | TcpFlag.ack);
		this.#serverSequence++;
		yield 30 * MICROSECOND;
		this.#fromClient(TcpFlag.ack);
	}

	/** One message from the client, in segments, and the server's acknowledgement. */
	*ask(message: Uint8Array): Activity {
		for (let at = 0; at < message.length; at += SEGMENT) {
			this.send(true, message.subarray(at, at + SEGMENT));
		}
		yield this.roundTrip;
		this.#fromServer(TcpFlag.ack);
	}

	/** One message from the server, in segments, and the client's acknowledgement. */
	*answer(message: Uint8Array): Activity {
		for (let at = 0; at < message.length; at += SEGMENT) {
			this.send(false, message.subarray(at, at + SEGMENT));
			yield 15 * MICROSECOND;
		}

		this.#fromClient(TcpFlag.ack);
	}

	/**
	 * Opaque data at a steady rate, acknowledged every other segment.
	 *
	 * @param upload from the client
	 * @param rate segments a second
	 */
	*bulk(bytes: number, upload: boolean, rate: number): Activity {
		const {random} = this.scene;
		for (let left = bytes; left > 0; ) {
			const burst = random.between(2, 8);
			for (let segment = 1; segment <= burst && left > 0; segment++) {
				const length = Math.min(left, SEGMENT);
				this.send(upload, this.scene.opaque(length));
				left -= length;
				yield random.between(8, 16) * MICROSECOND;
				if (segment % 2 === 0 || left <= 0) {
					this.acknowledge(!upload);
				}
			}

			yield Math.round(random.exponential((burst / rate) * 1e9));
		}
	}

	send(fromClient: boolean, payload: Uint8Array): void {
		if (fromClient) {
			this.#fromClient(TcpFlag.ack | TcpFlag.psh, payload);
			this.#clientSequence += payload.length;
		} else {
			this.#fromServer(TcpFlag.ack | TcpFlag.psh, payload);
			this.#serverSequence += payload.length;
		}
	}

	acknowledge(fromClient: boolean): void {
		if (fromClient) {
			this.#fromClient(TcpFlag.ack);
		} else {
			this.#fromServer(TcpFlag.ack);
		}
	}

	reset(): void {
		this.#fromServer(TcpFlag.rst | TcpFlag.ack);
	}

	#fromClient(flags: number, payload?: Uint8Array): void {
		const {client, server, version, port} = this;
		const acknowledgement = this.#serverSequence;
		this.scene.tcp(
			client,
			server,
			version,
			this.#clientPort,
			port,
			this.#clientSequence,
			acknowledgement,
			flags,
			payload,
		);
	}

	#fromServer(flags: number, payload?: Uint8Array): void {
		const {client, server, version, port} = this;
		const acknowledgement = this.#clientSequence;
		this.scene.tcp(
			server,
			client,
			version,
			port,
			this.#clientPort,
			this.#serverSequence,
			acknowledgement,
			flags,
			payload,
		);
	}
}
