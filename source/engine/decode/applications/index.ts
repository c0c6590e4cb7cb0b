/**
 * Application recognition: which protocol a flow's payload is.
 *
 * Each payload is shown first to the protocols registered on one of the flow's ports, then to those that can start with
 * its first byte, last to those known by port only. `yes` labels the flow; `maybe` is asked again; after MAX_ATTEMPTS
 * payloads the flow is given up. A flow that is decided at its first payload allocates nothing.
 *
 * In one file, since what a flow remembers between its payloads is seen by nobody else.
 */
import {IpProtocol} from '../assigned-numbers.js';
import type {Packet} from '../packet.js';
import {latin1, u16, word} from './bytes.js';
import {type CandidateList, Candidates, RULE_WORDS, type Rules} from './candidates.js';
import {type ApplicationProtocol, type ExpectedPorts, type NameSink, type PayloadView, Verdict} from './recognition.js';
import {PROTOCOLS} from './registry.js';

/** Payloads of one flow that are looked at before it is given up. */
export const MAX_ATTEMPTS = 12;

/** Places for what undecided flows of the same candidates share. */
const SHARED = 256;

const {names, ids} = collectNames(PROTOCOLS);
/** Wireshark's short names; the index is the application id, 0 = not known. */
export const APPLICATION_NAMES: readonly string[] = names;

const TCP = new Candidates(PROTOCOLS, IpProtocol.TCP);
const UDP = new Candidates(PROTOCOLS, IpProtocol.UDP);
const SCTP = new Candidates(PROTOCOLS, IpProtocol.SCTP);
/** By themselves: a property of so many objects of many shapes is dear to look up. */
const RECOGNISE: ReadonlyArray<ApplicationProtocol['recognise']> = PROTOCOLS.map(({recognise}) => recognise);
const OBSERVERS: readonly (ApplicationProtocol | null)[] = names.map(
	name => PROTOCOLS.find(p => p.observe && (p.name === name || p.labels?.includes(name))) ?? null,
);

/** What is kept for an undecided flow, or for one that is labelled but still wants its server name. */
class FlowMemory {
	/** Protocols to ask again, and what each keeps. */
	protocols: number[];
	memories: unknown[] | null;
	/** Bit per direction whose first payload was shown to all. */
	asked: number;

	constructor(protocols: number[], memories: unknown[] | null, asked: number) {
		this.protocols = protocols;
		this.memories = memories;
		this.asked = asked;
	}
}

/** A ring of the ports announced last. */
class AnnouncedPorts implements ExpectedPorts {
	readonly #ring = new Uint16Array(4096);
	readonly #count = new Uint16Array(65_536);
	#next = 0;

	add(port: number): void {
		if (port <= 0 || port > 65_535) {
			return;
		}
		const old = this.#ring[this.#next];
		if (old > 0) {
			this.#count[old] -= 1;
		}
		this.#ring[this.#next] = port;
		this.#count[port] += 1;
		this.#next = (this.#next + 1) % this.#ring.length;
	}

	has(port: number): boolean {
		return port > 0 && this.#count[port] > 0;
	}
}

export class Recogniser {
	/** After `inspect`: to keep for the flow and hand in with its next payload. Drop it once `settled`. */
	memory: unknown = null;
	/** After `inspect`, and until the next: raw SNI or Host when learnt with this payload as text; else null. */
	serverText: string | null = null;
	/** The same, when it is known as bytes. */
	serverBytes: Uint8Array | null = null;
	serverStart = 0;
	serverEnd = 0;
	/** After `inspect`: known or given up, do not call again for this flow. */
	settled = false;
	/** `observes[id]` = 1 where `observe` wants every payload of flows with that label. */
	readonly observes = Uint8Array.from(OBSERVERS, observer => (observer ? 1 : 0));

	readonly #names: NameSink;
	readonly #view: PayloadView = {
		bytes: new Uint8Array(0),
		start: 0,
		end: 0,
		wireLength: 0,
		transport: 0,
		sourcePort: 0,
		destinationPort: 0,
		sequence: 0,
		direction: 0,
		attempt: 0,
		memory: null,
		serverName: null,
		serverBytes: null,
		serverStart: 0,
		serverEnd: 0,
		settled: true,
		label: null,
		onPort: false,
		expected: new AnnouncedPorts(),
	};

	/** The payload's number in which a protocol was asked last: none is asked twice for one payload. */
	readonly #askedAt = new Float64Array(PROTOCOLS.length);
	#payload = 0;
	// A plain array: copying a few of its elements is far cheaper than making a typed array.
	readonly #maybe: number[] = PROTOCOLS.map(() => 0);
	readonly #maybeMemory: unknown[] = PROTOCOLS.map(() => null);
	readonly #shared = new Array<FlowMemory | null>(SHARED).fill(null);
	#maybes = 0;
	#remembers = false;

	constructor(nameSink: NameSink) {
		this.#names = nameSink;
	}

	/**
	 * Looks at one payload of a flow that is not settled.
	 * `attempt` = payloads of this flow shown before; `current` = its application id so far; `memory` = what the last call left.
	 * Returns the application id, 0 = not known (yet); see `memory`, `serverName` and `settled`.
	 */
	inspect(packet: Packet, direction: 0 | 1, attempt: number, current: number, memory: unknown): number {
		this.serverText = null;
		this.serverBytes = null;
		this.memory = memory;
		this.settled = attempt + 1 >= MAX_ATTEMPTS;
		if (packet.payloadEnd <= packet.payloadStart) {
			return current;
		}
		this.#show(packet, direction, attempt);
		this.#payload++;
		this.#maybes = 0;
		this.#remembers = false;
		const found = current > 0 ? this.#continue(current, memory) : this.#ask(memory, direction);
		if (this.#remembers) {
			this.#maybeMemory.fill(null);
		}
		if (this.settled) {
			this.memory = null;
		}
		return found;
	}

	/** After `inspect`: raw SNI or Host when learnt with this payload, else null. */
	get serverName(): string | null {
		return this.serverBytes === null ? this.serverText : latin1(this.serverBytes, this.serverStart, this.serverEnd);
	}

	#noteServer(): void {
		const {serverName, serverBytes, serverStart, serverEnd} = this.#view;
		if (serverName !== null || serverBytes !== null) {
			this.serverText = serverName;
			this.serverBytes = serverBytes;
			this.serverStart = serverStart;
			this.serverEnd = serverEnd;
		}
	}

	/** Shows a payload of a flow labelled `application` to its protocol, which may learn names. Only where `observes` says so. */
	observe(packet: Packet, application: number, direction: 0 | 1): void {
		const observer = OBSERVERS[application];
		if (!observer || packet.payloadEnd <= packet.payloadStart) {
			return;
		}
		this.#show(packet, direction, 0);
		this.#view.memory = null;
		observer.observe!(this.#view, this.#names);
	}

	#show(packet: Packet, direction: 0 | 1, attempt: number): void {
		const view = this.#view;
		view.bytes = packet.bytes;
		view.start = packet.payloadStart;
		view.end = packet.payloadEnd;
		view.wireLength = packet.fragment === 0 ? packet.payloadLength : datagramLength(packet);
		view.transport = packet.transport;
		view.sourcePort = packet.sourcePort;
		view.destinationPort = packet.destinationPort;
		view.sequence = packet.tcpSequence;
		view.direction = direction;
		view.attempt = attempt;
	}

	/** A labelled flow that wants to see more: only its own protocol is asked. */
	#continue(current: number, memory: unknown): number {
		const index = memory instanceof FlowMemory ? memory.protocols[0] : undefined;
		if (index === undefined) {
			this.settled = true;
			return current;
		}

		const kept = memory as FlowMemory;
		const verdict = this.#run(index, kept.memories?.[0] ?? null, true);
		const view = this.#view;
		this.#noteServer();
		if (verdict === Verdict.no || (verdict === Verdict.yes && view.settled)) {
			this.settled = true;
		}
		if (kept.memories) {
			kept.memories[0] = view.memory;
		} else if (view.memory !== null) {
			kept.memories = [view.memory];
		}
		return view.label === null ? current : (ids.get(view.label) ?? current);
	}

	#ask(memory: unknown, direction: 0 | 1): number {
		const view = this.#view;
		const tables = view.transport === IpProtocol.TCP ? TCP : view.transport === IpProtocol.UDP ? UDP : SCTP;
		const kept = memory instanceof FlowMemory ? memory : null;
		const asked = kept ? kept.asked : typeof memory === 'number' ? memory : 0;
		const firstOfDirection = (asked & (1 << direction)) === 0;
		const onDestination = tables.on(view.destinationPort);
		const onSource = tables.on(view.sourcePort);
		const onlyDestination = tables.onlyOn(view.destinationPort);
		const onlySource = tables.onlyOn(view.sourcePort);

		let yes = -1;
		if (kept) {
			for (let i = 0; yes < 0 && i < kept.protocols.length; i++) {
				const index = kept.protocols[i];
				yes = this.#consult(index, kept.memories?.[i] ?? null, this.#isOnPort(index));
			}
		}

		if (yes < 0) {
			yes = this.#consultAll(onDestination, true);
		}
		if (yes < 0) {
			yes = this.#consultAll(onSource, true);
		}
		if (yes < 0 && firstOfDirection) {
			yes = this.#consultTold(tables.startingWith(view.bytes[view.start]));
		}
		if (yes < 0) {
			yes = this.#consultAll(onlyDestination, true);
		}
		if (yes < 0) {
			yes = this.#consultAll(onlySource, true);
		}

		if (yes >= 0) {
			this.#noteServer();
			this.settled = view.settled || this.settled;
			this.memory = this.settled ? null : new FlowMemory([yes], [view.memory], 3);
			return ids.get(view.label ?? PROTOCOLS[yes].name) ?? 0;
		}

		const nowAsked = asked | (1 << direction);
		const ported = onDestination.length + onSource.length + onlyDestination.length + onlySource.length > 0;
		if (this.#maybes === 0) {
			// A small integer is kept without an allocation.
			this.memory = nowAsked;
			if (nowAsked === 3 && !ported) {
				this.settled = true;
			}
		} else if (!this.settled) {
			this.memory = this.#remember(kept, nowAsked);
		}

		return 0;
	}

	#remember(kept: FlowMemory | null, asked: number): FlowMemory {
		const count = this.#maybes;
		if (!this.#remembers) {
			return this.#sharedMemory(count, asked);
		}
		const memories = this.#maybeMemory.slice(0, count);
		if (kept?.memories && sameList(kept.protocols, this.#maybe, count)) {
			kept.memories = memories;
			kept.asked = asked;
			return kept;
		}

		return new FlowMemory(this.#maybe.slice(0, count), memories, asked);
	}

	/** One that many flows have, and that nobody changes: which protocols to ask again is all that it tells. */
	#sharedMemory(count: number, asked: number): FlowMemory {
		let place = asked;
		for (let i = 0; i < count; i++) {
			place = place * 31 + this.#maybe[i];
		}
		place %= SHARED;
		const known = this.#shared[place];
		if (known !== null && known.asked === asked && sameList(known.protocols, this.#maybe, count)) {
			return known;
		}
		const memory = new FlowMemory(this.#maybe.slice(0, count), null, asked);
		this.#shared[place] = memory;
		return memory;
	}

	#consultAll(list: CandidateList, onPort: boolean): number {
		for (let i = 0; i < list.length; i++) {
			const yes = this.#consult(list[i], null, onPort);
			if (yes >= 0) {
				return yes;
			}
		}

		return -1;
	}

	/** Asks those whose rule the payload fulfils, off their ports. */
	#consultTold(rules: Rules): number {
		const {bytes, start, end} = this.#view;
		for (let at = 0; at < rules.length; at += RULE_WORDS) {
			if (
				hasWord(bytes, start + rules[at + 1], end, rules[at + 2], rules[at + 3]) &&
				hasWord(bytes, start + rules[at + 4], end, rules[at + 5], rules[at + 6])
			) {
				const yes = this.#consult(rules[at], null, false);
				if (yes >= 0) {
					return yes;
				}
			}
		}

		return -1;
	}

	/** Asks one protocol unless it was asked for this payload already; returns its index when it says yes, else -1. */
	#consult(index: number, memory: unknown, onPort: boolean): number {
		if (this.#askedAt[index] === this.#payload) {
			return -1;
		}
		this.#askedAt[index] = this.#payload;
		const verdict = this.#run(index, memory, onPort);
		if (verdict === Verdict.yes) {
			return index;
		}
		if (verdict === Verdict.maybe) {
			if (this.#view.memory !== null) {
				this.#maybeMemory[this.#maybes] = this.#view.memory;
				this.#remembers = true;
			}

			this.#maybe[this.#maybes++] = index;
		}

		return -1;
	}

	#run(index: number, memory: unknown, onPort: boolean): Verdict {
		const view = this.#view;
		view.memory = memory;
		view.serverName = null;
		view.serverBytes = null;
		view.settled = true;
		view.label = null;
		view.onPort = onPort;
		return RECOGNISE[index](view);
	}

	#isOnPort(index: number): boolean {
		const {ports} = PROTOCOLS[index];
		return ports.includes(this.#view.sourcePort) || ports.includes(this.#view.destinationPort);
	}
}

/** Bytes of payload that the UDP header of a first fragment tells (RFC 768), which later fragments bring; else the packet's. */
function datagramLength(packet: Packet): number {
	const {bytes, payloadStart, payloadLength, transport, transportStart} = packet;
	// a header that 6LoWPAN compressed says no length
	return transport === IpProtocol.UDP && transportStart >= 0
		? Math.max(payloadLength, u16(bytes, payloadStart - 4) - 8)
		: payloadLength;
}

/** Whether the masked word at `at` is `value`; a mask of 0 asks for nothing. */
function hasWord(bytes: Uint8Array, at: number, end: number, mask: number, value: number): boolean {
	return mask === 0 || (at + 4 <= end && (word(bytes, at) & mask) === value);
}

function sameList(a: readonly number[], b: readonly number[], length: number): boolean {
	if (a.length !== length) {
		return false;
	}
	for (let i = 0; i < length; i++) {
		if (a[i] !== b[i]) {
			return false;
		}
	}
	return true;
}

function collectNames(protocols: readonly ApplicationProtocol[]): {names: string[]; ids: Map<string, number>} {
	const names = [''];
	const ids = new Map<string, number>();
	for (const protocol of protocols) {
		for (const name of [protocol.name, ...(protocol.labels ?? [])]) {
			if (ids.has(name)) {
				continue;
			}
			ids.set(name, names.length);
			names.push(name);
		}
	}

	return {names, ids};
}
