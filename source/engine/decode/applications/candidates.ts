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

/** Words that hold a bit for each byte. */
const BYTE_WORDS = 8;

export class Candidates {
	/** Protocols told by payload, with their indexes. */
	readonly #told: ReadonlyArray<[number, ApplicationProtocol]>;
	readonly #transport: number;
	/** Rules of all of them, and with each rule the bytes that its protocol can start with. Made when first asked for. */
	#rules: Rules = new Int32Array(0);
	#starts: Uint32Array = new Uint32Array(0);
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

	/** Payloads begin with every byte soon: plain loops over words, 256 times, take a tenth of what closures over lists took. */
	#startWith(byte: number): Rules {
		if (this.#rules.length === 0) {
			this.#layOut();
		}
		const rules = this.#rules;
		const starts = this.#starts;
		const found: number[] = [];
		for (let rule = 0; rule * RULE_WORDS < rules.length; rule++) {
			const at = rule * RULE_WORDS;
			const canStart = (starts[rule * BYTE_WORDS + (byte >>> 5)] >>> (byte & 31)) & 1;
			if (canStart === 1 && fitsFirstByte(rules, at, byte)) {
				for (let word = at; word < at + RULE_WORDS; word++) {
					found.push(rules[word]);
				}
			}
		}

		const list = new Int32Array(found);
		this.#byFirstByte[byte] = list;
		return list;
	}

	#layOut(): void {
		const rows: number[][] = [];
		const starts: number[][] = [];
		for (const [index, {name, firstBytes}] of this.#told) {
			const bits = bitsOf(firstBytes);
			const signatures = SIGNATURES[name]?.filter(([transport]) => transport === this.#transport) ?? [];
			for (const row of signatures.length === 0
				? [[index, 0, 0, 0, 0, 0, 0]]
				: signatures.map(each => rule(index, each))) {
				rows.push(row);
				starts.push(bits);
			}
		}

		this.#rules = Int32Array.from(rows.flat());
		this.#starts = Uint32Array.from(starts.flat());
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

/** A bit for each of these bytes; of all where there is no list. */
function bitsOf(bytes: readonly number[] | undefined): number[] {
	const words = new Array<number>(BYTE_WORDS).fill(bytes ? 0 : 0xffff_ffff);
	for (const byte of bytes ?? []) {
		words[byte >>> 5] |= 1 << (byte & 31);
	}
	return words;
}

/** Whether the first byte alone does not rule out the rule at `at`. */
function fitsFirstByte(rules: Rules, at: number, byte: number): boolean {
	const mask = rules[at + 2];
	return rules[at + 1] !== 0 || ((byte << 24) & mask) >>> 24 === (rules[at + 3] & mask) >>> 24;
}
