/** Capture filters put together by a program: typed, checked part by part, and never by joining strings of a caller's. */
import {type Address, formatAddress, parseAddress} from '../decode/address.js';
import {NetanalError} from '../errors.js';

/** Protocols that a filter can ask for → how pcap-filter(7) says it; numbers: IANA's protocol numbers. */
const PROTOCOLS = {
	ip: 'ip',
	ipv4: 'ip',
	ip6: 'ip6',
	ipv6: 'ip6',
	arp: 'arp',
	rarp: 'rarp',
	tcp: 'tcp',
	udp: 'udp',
	sctp: 'sctp',
	icmp: 'icmp',
	icmp6: 'icmp6',
	icmpv6: 'icmp6',
	igmp: 'igmp',
	pim: 'pim',
	vrrp: 'vrrp',
	esp: 'esp',
	ah: 'ah',
	gre: 'proto 47',
	ospf: 'proto 89',
} as const;

/** A protocol that `FilterBuilder.protocol` takes. */
export type FilterProtocol = keyof typeof PROTOCOLS;

/** The method of `FilterBuilder` whose argument was wrong. */
export type FilterPart =
	| 'protocol'
	| 'host'
	| 'net'
	| 'port'
	| 'portRange'
	| 'src'
	| 'dst'
	| 'vlan'
	| 'not'
	| 'and'
	| 'or'
	| 'build';

/** What a packet comes from (`src`) or goes to (`dst`); everything that is given must hold. */
export interface FilterEnd {
	/** IPv4 or IPv6 address. */
	host?: string;
	/** Network as `192.0.2.0/24` or `2001:db8::/32`. */
	net?: string;
	/** TCP, UDP or SCTP port. */
	port?: number;
	/** First and last port. */
	portRange?: readonly [number, number];
}

/** An argument of `FilterBuilder` that is none: `part` names the method, `value` is what it was given. */
export class ValidationError extends NetanalError {
	override readonly name = 'ValidationError';

	constructor(
		readonly part: FilterPart,
		readonly value: unknown,
		wanted: string,
	) {
		super('INVALID_ARGUMENT', `filter ${part}: ${wanted}`);
	}
}

type Node =
	| {readonly kind: 'term'; readonly text: string}
	| {readonly kind: 'not'; readonly of: Node; readonly depth: number}
	| {readonly kind: 'and' | 'or'; readonly of: readonly Node[]; readonly depth: number};

/** Levels of parentheses; libpcap's parser and our own rendering both have a stack. */
const DEPTH_LIMIT = 256;
/** As the engine's limit for any filter. */
const LENGTH_LIMIT = 65_536;
const VLAN_IDS = 4096;

// Set by the class, whose private parts they read.
let isBuilder: (value: unknown) => value is FilterBuilder;
/** What a builder says, for one that holds it in `not` or `or`. */
let inner: (part: 'not' | 'or', filter: FilterBuilder) => Node;

/**
 * Builds a BPF expression. Every call returns a new builder and leaves the old one as it was; each adds a condition that
 * must hold too. `or` makes alternatives of what was said so far and its arguments.
 *
 * ```js
 * const web = new FilterBuilder().protocol('tcp').or(new FilterBuilder().protocol('udp')).port(443);
 * const filter = web.net('192.0.2.0/24').not(new FilterBuilder().host('192.0.2.7')).build();
 * // (tcp or udp) and port 443 and net 192.0.2.0/24 and not host 192.0.2.7
 * ```
 *
 * Addresses, networks, ports and identifiers are parsed and written anew, so nothing that is passed in can become
 * another part of the expression. Names are not taken: libpcap would look them up.
 */
export class FilterBuilder {
	#tags: readonly (number | null)[] = [];
	#node: Node | null = null;

	/** Packets of a protocol, by pcap-filter(7)'s names; `tcp`, `udp`, `sctp`, `esp` and `ah` over IPv4 and IPv6. */
	protocol(name: FilterProtocol): FilterBuilder {
		if (typeof name !== 'string' || !Object.hasOwn(PROTOCOLS, name)) {
			throw wrong('protocol', name, `takes one of ${Object.keys(PROTOCOLS).join(', ')}`);
		}

		return this.#with(term(PROTOCOLS[name]));
	}

	/** From or to an address; an IPv4 address in ARP counts too. */
	host(address: string): FilterBuilder {
		return this.#with(hostTerm('host', '', address));
	}

	/** From or to a network: address and prefix length, without host bits. */
	net(network: string): FilterBuilder {
		return this.#with(netTerm('net', '', network));
	}

	/** From or to a TCP, UDP or SCTP port, 0–65535. */
	port(number: number): FilterBuilder {
		return this.#with(portTerm('port', '', number));
	}

	/** From or to a port between two, both included. */
	portRange(first: number, last: number): FilterBuilder {
		return this.#with(rangeTerm('portRange', '', [first, last]));
	}

	/** From there: an address, a network (`192.0.2.0/24`), a port, or several of them as an object. */
	src(from: string | number | FilterEnd): FilterBuilder {
		return endTerms('src', from).reduce((builder: FilterBuilder, node) => builder.#with(node), this);
	}

	/** To there; as `src`. */
	dst(to: string | number | FilterEnd): FilterBuilder {
		return endTerms('dst', to).reduce((builder: FilterBuilder, node) => builder.#with(node), this);
	}

	/**
	 * Inside a VLAN (any, or 0–4095): all other conditions are looked for behind the tag, wherever the call stands. A second
	 * call asks for a tag inside the first. Not inside `not` and `or`, where libpcap could not tell what follows a tag.
	 */
	vlan(id?: number): FilterBuilder {
		if (id !== undefined && !isWhole(id, VLAN_IDS - 1)) {
			throw wrong('vlan', id, `takes a whole number from 0 to 4095`);
		}
		return FilterBuilder.#make([...this.#tags, id ?? null], this.#node);
	}

	/** Everything but what another filter takes. */
	not(filter: FilterBuilder): FilterBuilder {
		const of = inner('not', filter);
		return this.#with(of.kind === 'not' ? of.of : {kind: 'not', of, depth: deeper('not', [of])});
	}

	/** What all the others take as well. */
	and(...filters: readonly FilterBuilder[]): FilterBuilder {
		if (filters.length === 0) {
			throw wrong('and', undefined, 'takes at least one FilterBuilder');
		}
		let builder: FilterBuilder = this;
		for (const filter of filters) {
			if (!isBuilder(filter)) {
				throw wrong('and', filter, 'takes FilterBuilders');
			}
			if (filter.#node === null && filter.#tags.length === 0) {
				throw wrong('and', filter, EMPTY, false);
			}
			builder = FilterBuilder.#make([...builder.#tags, ...filter.#tags], builder.#node);
			if (filter.#node !== null) {
				builder = builder.#with(filter.#node, 'and');
			}
		}

		return builder;
	}

	/** What this filter or any of the others takes; of a builder that says nothing yet, what any of the others takes. */
	or(...filters: readonly FilterBuilder[]): FilterBuilder {
		if (filters.length === 0) {
			throw wrong('or', undefined, 'takes at least one FilterBuilder');
		}
		if (this.#tags.length > 0) {
			throw wrong('vlan', this, TAGGED, false);
		}
		const alternatives = filters.map(filter => inner('or', filter));
		const of = [...(this.#node === null ? [] : [this.#node]), ...alternatives].flatMap(node =>
			node.kind === 'or' ? node.of : [node],
		);
		return FilterBuilder.#make([], of.length === 1 ? of[0] : {kind: 'or', of, depth: deeper('or', of)});
	}

	/** The expression for libpcap, e.g. as `EngineOptions.filter`; empty when nothing was asked for. */
	build(): string {
		const tags = this.#tags.map(id => term(id === null ? 'vlan' : `vlan ${id}`));
		const rest = this.#node === null ? [] : this.#node.kind === 'and' ? this.#node.of : [this.#node];
		const nodes = [...tags, ...rest];
		const text =
			nodes.length === 1
				? render(nodes[0])
				: nodes.map(node => (node.kind === 'or' ? `(${render(node)})` : render(node))).join(' and ');
		if (text.length > LENGTH_LIMIT) {
			throw wrong('build', text, `makes ${text.length} characters; a filter is at most ${LENGTH_LIMIT} long`, false);
		}

		return text;
	}

	/** As `build`. */
	toString(): string {
		return this.build();
	}

	#with(node: Node, part: FilterPart = 'and'): FilterBuilder {
		const own = this.#node;
		const added = node.kind === 'and' ? node.of : [node];
		const of = [...(own === null ? [] : own.kind === 'and' ? own.of : [own]), ...added];
		return FilterBuilder.#make(this.#tags, of.length === 1 ? of[0] : {kind: 'and', of, depth: deeper(part, of)});
	}

	static #make(tags: readonly (number | null)[], node: Node | null): FilterBuilder {
		const builder = new FilterBuilder();
		builder.#tags = tags;
		builder.#node = node;
		return builder;
	}

	static {
		isBuilder = (value): value is FilterBuilder => typeof value === 'object' && value !== null && #node in value;
		inner = (part, filter) => {
			if (!isBuilder(filter)) {
				throw wrong(part, filter, `takes ${part === 'or' ? 'FilterBuilders' : 'a FilterBuilder'}`);
			}
			if (filter.#tags.length > 0) {
				throw wrong('vlan', filter, TAGGED, false);
			}
			if (filter.#node === null) {
				throw wrong(part, filter, EMPTY, false);
			}
			return filter.#node;
		};
	}
}

const EMPTY = 'was given a filter that says nothing yet';
const TAGGED =
	'cannot stand inside not and or, where libpcap would look for what follows inside the tag too; call it on the outermost filter';

function wrong(part: FilterPart, value: unknown, wanted: string, show = true): ValidationError {
	return new ValidationError(part, value, show ? `${wanted}, not ${shown(value)}` : wanted);
}

/** A value in a message: on one line, and not longer than one. */
function shown(value: unknown): string {
	const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : plain(value);
	return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function plain(value: unknown): string {
	if (Array.isArray(value)) {
		return `[${value.slice(0, 9).map(shown).join(', ')}]`;
	}
	if (typeof value === 'object' && value !== null) {
		return 'an object';
	}
	return typeof value === 'function' ? 'a function' : String(value);
}

function term(text: string): Node {
	return {kind: 'term', text};
}

function isWhole(value: unknown, most: number): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

function deeper(part: FilterPart, of: readonly Node[]): number {
	const depth = 1 + Math.max(...of.map(node => (node.kind === 'term' ? 0 : node.depth)));
	if (depth > DEPTH_LIMIT) {
		throw wrong(part, undefined, `nests more than ${DEPTH_LIMIT} levels`, false);
	}
	return depth;
}

/** libpcap's `and` and `or` bind alike, so every mixture needs parentheses. */
function render(node: Node): string {
	if (node.kind === 'term') {
		return node.text;
	}
	if (node.kind === 'not') {
		return node.of.kind === 'term' ? `not ${node.of.text}` : `not (${render(node.of)})`;
	}
	return node.of
		.map(child => (child.kind === 'and' || child.kind === 'or' ? `(${render(child)})` : render(child)))
		.join(` ${node.kind} `);
}

type Direction = '' | 'src ' | 'dst ';

function hostTerm(part: FilterPart, direction: Direction, text: unknown): Node {
	const address = typeof text === 'string' ? parseAddress(text) : null;
	if (address === null) {
		throw wrong(part, text, 'takes an IPv4 or IPv6 address');
	}
	return term(`${direction}host ${formatAddress(address.version, ...address.words)}`);
}

function netTerm(part: FilterPart, direction: Direction, text: unknown): Node {
	const match = typeof text === 'string' ? /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) : null;
	const address = match && parseAddress(match[1]);
	const length = Number(match?.[2]);
	if (!address || length > (address.version === 4 ? 32 : 128)) {
		throw wrong(part, text, 'takes a network as 192.0.2.0/24 or 2001:db8::/32');
	}

	const words = masked(address, length);
	const network = `${formatAddress(address.version, ...words)}/${length}`;
	if (words.some((word, i) => word !== address.words[i])) {
		throw wrong(part, text, `takes a network without host bits (${network})`);
	}

	return term(`${direction}net ${network}`);
}

/** The address with all bits behind the prefix cleared. */
function masked({version, words}: Address, length: number): Address['words'] {
	const skipped = version === 4 ? 96 : 0;
	return words.map((word, i) => {
		const bits = Math.min(32, Math.max(0, skipped + length - i * 32));
		return bits === 0 ? 0 : word & (-1 << (32 - bits));
	}) as Address['words'];
}

function portTerm(part: FilterPart, direction: Direction, number: unknown): Node {
	if (!isWhole(number, 65_535)) {
		throw wrong(part, number, 'takes a port from 0 to 65535');
	}
	return term(`${direction}port ${number}`);
}

function rangeTerm(part: FilterPart, direction: Direction, range: unknown): Node {
	const [first, last, more] = Array.isArray(range) ? (range as unknown[]) : [];
	if (!isWhole(first, 65_535) || !isWhole(last, 65_535) || more !== undefined || first > last) {
		throw wrong(part, range, 'takes two ports from 0 to 65535, the lower first');
	}

	return term(`${direction}portrange ${first}-${last}`);
}

const END_TERMS = {host: hostTerm, net: netTerm, port: portTerm, portRange: rangeTerm} as const;

function endTerms(part: 'src' | 'dst', end: unknown): Node[] {
	const direction: Direction = `${part} `;
	if (typeof end === 'string') {
		return [(end.includes('/') ? netTerm : hostTerm)(part, direction, end)];
	}
	if (typeof end === 'number') {
		return [portTerm(part, direction, end)];
	}
	const entries = typeof end === 'object' && end !== null && !Array.isArray(end) ? Object.entries(end) : [];
	const given = entries.filter(([, value]) => value !== undefined);
	if (given.length === 0) {
		throw wrong(part, end, 'takes an address, a network, a port, or {host, net, port, portRange}');
	}
	return given.map(([key, value]) => {
		if (!Object.hasOwn(END_TERMS, key)) {
			throw wrong(part, key, 'takes host, net, port and portRange');
		}
		return END_TERMS[key as keyof typeof END_TERMS](part, direction, value);
	});
}
