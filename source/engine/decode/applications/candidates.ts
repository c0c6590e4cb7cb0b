/** Which protocols to ask for a payload: tables by transport, port and first byte, built once. */
import type {ApplicationProtocol} from './recognition.js';

/** Indexes into the list of protocols, in the order to ask. */
export type CandidateList = Uint8Array;

const NONE: CandidateList = new Uint8Array(0);

export class Candidates {
	/** 256 lists: protocols told by payload that can start with this byte. */
	readonly #byFirstByte: CandidateList[] = [];
	/** Index into #portLists of each port; 0 = none. */
	readonly #portList = new Uint8Array(65_536);
	readonly #portLists: CandidateList[] = [NONE];
	/** The same for protocols that are asked on their ports only, and after all others. */
	readonly #portOnlyList = new Uint8Array(65_536);

	constructor(protocols: readonly ApplicationProtocol[], transport: number) {
		const shared = new Map<string, CandidateList>();
		for (let byte = 0; byte < 256; byte++) {
			const list: number[] = [];
			for (const [index, protocol] of protocols.entries()) {
				if (!protocol.over.includes(transport) || protocol.portsOnly) continue;
				if (!protocol.firstBytes || protocol.firstBytes.includes(byte)) list.push(index);
			}

			const key = list.join();
			if (!shared.has(key)) shared.set(key, Uint8Array.from(list));
			this.#byFirstByte.push(shared.get(key) ?? NONE);
		}

		this.#fillPorts(protocols, transport, false, this.#portList);
		this.#fillPorts(protocols, transport, true, this.#portOnlyList);
	}

	/** Protocols told by payload that can start with `byte`. */
	startingWith(byte: number): CandidateList {
		return this.#byFirstByte[byte] ?? NONE;
	}

	/** Protocols told by payload that are registered on `port`. */
	on(port: number): CandidateList {
		return this.#portLists[this.#portList[port & 0xffff]!] ?? NONE;
	}

	/** Protocols that are told on their ports only. */
	onlyOn(port: number): CandidateList {
		return this.#portLists[this.#portOnlyList[port & 0xffff]!] ?? NONE;
	}

	#fillPorts(protocols: readonly ApplicationProtocol[], transport: number, only: boolean, table: Uint8Array): void {
		const byPort = new Map<number, number[]>();
		for (const [index, protocol] of protocols.entries()) {
			if (!protocol.over.includes(transport) || Boolean(protocol.portsOnly) !== only) continue;
			for (const port of protocol.ports) byPort.set(port, [...(byPort.get(port) ?? []), index]);
		}

		const known = new Map<string, number>();
		for (const [port, list] of byPort) {
			const key = list.join();
			let at = known.get(key);
			if (at === undefined) {
				at = this.#portLists.push(Uint8Array.from(list)) - 1;
				known.set(key, at);
			}

			table[port] = at;
		}
	}
}
