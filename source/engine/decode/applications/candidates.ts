/** Which protocols to ask for a payload: tables by transport, port and first byte. */
import type {ApplicationProtocol} from './recognition.js';
import {SIGNATURES, type Signature} from './signatures.js';

/** Indexes into the list of protocols, in the order to ask. */
export type CandidateList = Uint8Array;

/**
 * Rows of RULE_WORDS words, in the order to ask: 0 index into the list of protocols, then twice 1 offset, 2 mask, 3 value of
 * a word that the payload must have there. A mask of 0 asks for nothing.
 */
export type Rules = Int32Array;
export const RULE_WORDS = 7;

const NONE: CandidateList = new Uint8Array(0);

interface StartRule {
	/** As in `Rules`. */
	row: readonly number[];
	firstBytes: readonly number[] | null;
}

export class Candidates {
	/** Protocols told by payload, with their indexes. */
	readonly #told: ReadonlyArray<[number, ApplicationProtocol]>;
	readonly #transport: number;
	/** Those of all that are told; made with the first list. */
	#rules: readonly StartRule[] | null = null;
	/** 256 lists: those that can start with this byte. Made when first asked for: a short capture asks for few. */
	readonly #byFirstByte = new Array<Rules | null>(256).fill(null);
	/** Index into #portLists of each port; 0 = none. */
	readonly #portList = new Uint8Array(65_536);
	readonly #portLists: CandidateList[] = [NONE];
	/** The same for protocols that are asked on their ports only, and after all others. */
	readonly #portOnlyList = new Uint8Array(65_536);

	constructor(protocols: readonly ApplicationProtocol[], transport: number) {
		this.#transport = transport;
		this.#told = [...protocols.entries()].filter(([, {over, portsOnly}]) => over.includes(transport) && !portsOnly);
		this.#fillPorts(protocols, transport, false, this.#portList);
		this.#fillPorts(protocols, transport, true, this.#portOnlyList);
	}

	/** What tells which protocols can start with `byte`. */
	startingWith(byte: number): Rules {
		return this.#byFirstByte[byte] ?? this.#startWith(byte);
	}

	#startWith(byte: number): Rules {
		this.#rules ??= this.#told.flatMap(([index, {name, firstBytes = null}]) => {
			const signatures = SIGNATURES[name]?.filter(([transport]) => transport === this.#transport) ?? [];
			const rows = signatures.length === 0 ? [[index, 0, 0, 0, 0, 0, 0]] : signatures.map(each => rule(index, each));
			return rows.map(row => ({row, firstBytes}));
		});
		const words: number[] = [];
		for (const {row, firstBytes} of this.#rules) {
			if ((firstBytes === null || firstBytes.includes(byte)) && canStartWith(row, byte)) {
				words.push(...row);
			}
		}
		const rules = Int32Array.from(words);
		this.#byFirstByte[byte] = rules;
		return rules;
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

function rule(index: number, [, first, second = [0, 0, 0]]: Signature): number[] {
	return [index, ...first, ...second];
}

/** Whether the first byte alone does not rule it out. */
function canStartWith([, at, mask, value]: readonly number[], byte: number): boolean {
	return at !== 0 || ((byte << 24) & mask) >>> 24 === (value & mask) >>> 24;
}
