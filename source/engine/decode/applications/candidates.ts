/** Which protocols to ask for a payload: tables by transport, port and first byte. */
import type {ApplicationProtocol} from './recognition.js';

/** Indexes into the list of protocols, in the order to ask. */
export type CandidateList = Uint8Array;

const NONE: CandidateList = new Uint8Array(0);

export class Candidates {
	/** Protocols told by payload, with their indexes. */
	readonly #told: ReadonlyArray<[number, ApplicationProtocol]>;
	/** 256 lists: those that can start with this byte. Made when first asked for: a short capture asks for few. */
	readonly #byFirstByte = new Array<CandidateList | null>(256).fill(null);
	/** Index into #portLists of each port; 0 = none. */
	readonly #portList = new Uint8Array(65_536);
	readonly #portLists: CandidateList[] = [NONE];
	/** The same for protocols that are asked on their ports only, and after all others. */
	readonly #portOnlyList = new Uint8Array(65_536);

	constructor(protocols: readonly ApplicationProtocol[], transport: number) {
		this.#told = [...protocols.entries()].filter(([, {over, portsOnly}]) => over.includes(transport) && !portsOnly);
		this.#fillPorts(protocols, transport, false, this.#portList);
		this.#fillPorts(protocols, transport, true, this.#portOnlyList);
	}

	/** Protocols told by payload that can start with `byte`. */
	startingWith(byte: number): CandidateList {
		return this.#byFirstByte[byte] ?? this.#startWith(byte);
	}

	#startWith(byte: number): CandidateList {
		const can = this.#told.filter(([, {firstBytes}]) => !firstBytes || firstBytes.includes(byte));
		const list = Uint8Array.from(can, ([index]) => index);
		this.#byFirstByte[byte] = list;
		return list;
	}

	/** Protocols told by payload that are registered on `port`. */
	on(port: number): CandidateList {
		return this.#portLists[this.#portList[port & 0xffff]] ?? NONE;
	}

	/** Protocols that are told on their ports only. */
	onlyOn(port: number): CandidateList {
		return this.#portLists[this.#portOnlyList[port & 0xffff]] ?? NONE;
	}

	#fillPorts(protocols: readonly ApplicationProtocol[], transport: number, only: boolean, table: Uint8Array): void {
		const byPort = new Map<number, number[]>();
		for (const [index, protocol] of protocols.entries()) {
			if (!protocol.over.includes(transport) || Boolean(protocol.portsOnly) !== only) {
				continue;
			}
			for (const port of protocol.ports) {
				byPort.set(port, [...(byPort.get(port) ?? []), index]);
			}
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
