/** A sensor that is made up: its truth, and the messages that it would send of it. */
import type {Endpoint, Snapshot} from '../../source/engine/snapshot.js';
import {SENSOR_SCHEMA, type Sender, type SensorState} from '../../source/fleet/message/sensor-state.js';
import {snapshotOf} from '../helpers/snapshots.js';

const TOP = 5;

/** One that saw nothing. */
const nobody = (address: string): Endpoint => ({
	address,
	name: null,
	nameSource: null,
	packetsSent: 0,
	packetsReceived: 0,
	bytesSent: 0,
	bytesReceived: 0,
	errorBytes: 0,
});

export interface Sent {
	sender: Sender;
	state: SensorState;
}

export class MadeSensor {
	readonly name: string;
	boots = 0;
	#boot = '';
	#sequence = 0;
	#started = 0;
	#packets = 0;
	#bytes = 0;
	readonly #endpoints = new Map<string, Endpoint>();
	#second: Map<number, {packets: number; bytes: number}> = new Map();
	/** Of all boots. */
	readonly total = {packets: 0, bytes: 0};

	constructor(name: string) {
		this.name = name;
		this.restart(0);
	}

	/** Begins anew: what it counted is forgotten. @param time epoch seconds */
	restart(time: number): void {
		this.boots++;
		this.#boot =
			`${Buffer.from(this.name).toString('hex')}${'0'.repeat(16)}`.slice(0, 12) +
			this.boots.toString(16).padStart(4, '0');
		this.#sequence = 0;
		this.#started = time;
		this.#packets = 0;
		this.#bytes = 0;
		this.#endpoints.clear();
		this.#second = new Map();
	}

	see(address: string, bytes: number, time: number): void {
		this.#packets++;
		this.#bytes += bytes;
		this.total.packets++;
		this.total.bytes += bytes;
		const endpoint = this.#endpoints.get(address) ?? nobody(address);
		endpoint.packetsSent++;
		endpoint.bytesSent += bytes;
		this.#endpoints.set(address, endpoint);
		const second = this.#second.get(time) ?? {packets: 0, bytes: 0};
		second.packets++;
		second.bytes += bytes;
		this.#second.set(time, second);
	}

	/** @param parts of the snapshot that are other than what was seen */
	message(time: number, parts: Partial<Snapshot> = {}, ended = false): Sent {
		const rows = [...this.#endpoints.values()].sort((a, b) => b.bytesSent - a.bytesSent);
		const sequence = ++this.#sequence;
		const empty = snapshotOf({});
		return {
			sender: {sensor: this.name, boot: this.#boot, sequence},
			state: {
				schema: SENSOR_SCHEMA,
				boot: this.#boot,
				sequence,
				interval: 1,
				started: `${this.#started}.000000000`,
				sent: `${time}.000000000`,
				ended,
				snapshot: {
					...empty,
					totals: {...empty.totals, packets: this.#packets, bytes: this.#bytes},
					endpoints: {
						distinct: rows.length,
						ipv4: rows.length,
						ipv6: 0,
						evicted: 0,
						unlistedBytes: rows.at(TOP)?.bytesSent ?? 0,
						top: structuredClone(rows.slice(0, TOP)),
					},
					bandwidth: {
						intervalSeconds: 1,
						samples: [...this.#second].map(([at, counted]) => ({time: `${at}.000000000`, ...counted})),
					},
					...parts,
				},
			},
		};
	}
}
