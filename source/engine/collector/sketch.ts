/**
 * What several captures need to count together how many different keys all of them saw: HyperLogLog registers of a hash that is
 * the same for a fleet, made from its secret. The tables' own hash stays drawn at random, so that nobody who knows the secret can
 * aim at a table.
 *
 * Nothing is done per packet: the rows that entered since the last time are read when the sketch is asked for, and before rows
 * are given up.
 */
import {hkdfSync} from 'node:crypto';
import {IpProtocol} from '../decode/assigned-numbers.js';
import type {SnapshotSketch} from '../snapshot.js';
import {DistinctEstimate} from './distinct.js';
import type {EvictionListener} from './eviction.js';
import {Hasher} from './hash.js';
import type {Tables} from './tables.js';

/** 2^11 registers: a standard error of 2.3 %, and a few hundred bytes where little was seen. */
export const SKETCH_BITS = 11;

export class Sketch implements EvictionListener {
	readonly #hasher: Hasher;
	readonly #key: string;
	readonly #estimates = {
		ipv4: new DistinctEstimate(SKETCH_BITS),
		ipv6: new DistinctEstimate(SKETCH_BITS),
		conversations: new DistinctEstimate(SKETCH_BITS),
		tcp: new DistinctEstimate(SKETCH_BITS),
		udp: new DistinctEstimate(SKETCH_BITS),
		sctp: new DistinctEstimate(SKETCH_BITS),
	};
	/** Rows of each table that are in it already. */
	#endpoints = 0;
	#conversations = 0;
	#flows = 0;

	readonly #tables: Tables;

	/** @param secret what the fleet has in common, any text */
	constructor(secret: string, tables: Tables) {
		this.#tables = tables;
		tables.listener = this;
		this.#hasher = new Hasher(words => {
			const derived = new Int32Array(derive(secret, 'hash', words.byteLength));
			words.set(derived);
		});
		this.#key = Buffer.from(derive(secret, 'name', 8)).toString('hex');
	}

	beforeEviction(): void {
		this.#take();
	}

	/** The rows that stay are in it already. */
	afterEviction(): void {
		const {endpoints, conversations, flows} = this.#tables;
		this.#endpoints = endpoints.rows;
		this.#conversations = conversations.rows;
		this.#flows = flows.rows;
	}

	/** Reads the rows that entered since the last time. */
	#take(): void {
		const {endpoints, conversations, flows} = this.#tables;
		const hashOf = (row: number) => this.#hasher.address(...endpoints.address(row));
		const {ipv4, ipv6, ...others} = this.#estimates;
		for (let row = this.#endpoints; row < endpoints.rows; row++) {
			(endpoints.version(row) === 4 ? ipv4 : ipv6).add(hashOf(row));
		}
		for (let row = this.#conversations; row < conversations.rows; row++) {
			others.conversations.add(this.#hasher.pair(hashOf(conversations.low(row)), hashOf(conversations.high(row))));
		}
		for (let row = this.#flows; row < flows.rows; row++) {
			const [a, aPort, b, bPort] = flows.endpoints(row);
			const protocol = flows.protocol(row);
			const estimate =
				protocol === IpProtocol.TCP ? others.tcp : protocol === IpProtocol.UDP ? others.udp : others.sctp;
			estimate.add(this.#hasher.flow(hashOf(a), hashOf(b), aPort, bPort, protocol));
		}
		this.afterEviction();
	}

	/** What flows have pending must be flushed. */
	snapshot(): SnapshotSketch {
		this.#take();
		const text = ({registers}: DistinctEstimate) => Buffer.from(registers).toString('base64');
		const {ipv4, ipv6, conversations, tcp, udp, sctp} = this.#estimates;
		return {
			key: this.#key,
			ipv4: text(ipv4),
			ipv6: text(ipv6),
			conversations: text(conversations),
			tcp: text(tcp),
			udp: text(udp),
			sctp: text(sctp),
		};
	}
}

/** RFC 5869. HKDF gives 8160 bytes of one name at most: longer ones are put together from several. */
function derive(secret: string, name: string, length: number): ArrayBuffer {
	const whole = new Uint8Array(length);
	const most = 8160;
	for (let at = 0; at < length; at += most) {
		const part = hkdfSync('sha256', secret, 'netanal-tui', `${name} ${at / most}`, Math.min(most, length - at));
		whole.set(new Uint8Array(part), at);
	}
	return whole.buffer;
}
