/** Compiling BPF expressions on a dead handle: libpcap's words about a mistake, and where it is. */
import type {BpfProgram, Libpcap, Pointer} from '../libpcap/library.js';
import {dltOfLinkType} from '../libpcap/link-type.js';
import {oneLine} from '../libpcap/open-error.js';
import {meaningOf, namedIn} from '../libpcap/words.js';
import type {FilterError} from '../options.js';

/** What an expression is compiled for. */
export interface FilterTarget {
	/** LINKTYPE_ value. */
	linkType: number;
	/** Bytes kept of each packet. */
	snaplen: number;
	/** Of the interface, for `ip broadcast`; absent = not known. */
	netmask?: number;
}

/**
 * `program`: the `struct bpf_insn`s, 8 bytes each, in host order. `rejectsAll`: the expression is right, but nothing of this link
 * type can match, which is no mistake in a capture of several.
 */
export type CompileResult =
	| {program: Uint8Array; error: null}
	| {program: null; error: FilterError; rejectsAll?: boolean};

const NETMASK_UNKNOWN = 0xffffffff;
const INSTRUCTION_SIZE = 8;

/**
 * Lexes as an IPv6 address but is none: libpcap complains about it in words of its own as soon as it reads it. Put behind
 * a prefix of an expression it tells whether the parser got that far.
 */
const SENTINEL = '::999.1.1.1';

/** Characters; a filter has to fit into the smallest queue. */
const TEXT_LIMIT = 65_536;

/** Beyond this the place of a syntax error is not searched for. */
const TOKEN_LIMIT = 4096;

/**
 * Compiles one expression. Host names in it are looked up, which can take seconds: not for a thread that must not wait.
 *
 * @param text BPF, pcap-filter(7); empty matches everything
 */
export function compileExpression(library: Libpcap, text: string, target: FilterTarget): CompileResult {
	if (text.length > TEXT_LIMIT) {
		return {program: null, error: {message: `a filter is at most ${TEXT_LIMIT} characters long`, position: TEXT_LIMIT}};
	}
	const nul = text.indexOf('\0');
	if (nul >= 0) {
		return {program: null, error: {message: 'a filter cannot hold a NUL character', position: nul}};
	}
	const handle = library.openDead(dltOfLinkType(target.linkType), target.snaplen);
	if (handle === null) {
		return {program: null, error: {message: 'out of memory', position: null}};
	}
	try {
		const compiler = new Compiler(library, handle, target.netmask ?? NETMASK_UNKNOWN);
		const program: Partial<BpfProgram> = {};
		const message = compiler.compile(text, program);
		if (message !== null) {
			const rejectsAll = meaningOf(message) === 'rejects-all';
			return {program: null, error: {message, position: findPosition(compiler, text, message)}, rejectsAll};
		}
		const compiled = program as BpfProgram;
		const bytes =
			compiled.bf_insns === null
				? new Uint8Array(0)
				: library.readBytes(compiled.bf_insns, compiled.bf_len * INSTRUCTION_SIZE);
		library.freeCode(compiled);
		return {program: bytes, error: null};
	} finally {
		library.close(handle);
	}
}

class Compiler {
	constructor(
		readonly library: Libpcap,
		readonly handle: Pointer,
		readonly netmask: number,
	) {}

	/** @returns libpcap's words, or null: `program` is filled and must be freed */
	compile(text: string, program: Partial<BpfProgram>): string | null {
		if (this.library.compile(this.handle, program, text, 1, this.netmask) === 0) {
			return null;
		}
		return oneLine(this.library.lastError(this.handle));
	}

	/** libpcap's words about `text`, or null when it is right. */
	check(text: string): string | null {
		const program: Partial<BpfProgram> = {};
		const message = this.compile(text, program);
		if (message === null) {
			this.library.freeCode(program as BpfProgram);
		}
		return message;
	}
}

interface Token {
	text: string;
	start: number;
	end: number;
}

function tokenize(text: string): Token[] {
	const tokens: Token[] = [];
	for (const match of text.matchAll(/[\w.:\\/-]+|&&|\|\||[<>=!]=|<<|>>|\S/g)) {
		tokens.push({text: match[0], start: match.index, end: match.index + match[0].length});
	}
	return tokens;
}

const isSyntaxError = (message: string) => meaningOf(message) === 'syntax';

/** Index of the first character that libpcap could not accept; the text's length when it ended too early; null: unknown. */
function findPosition(compiler: Compiler, text: string, message: string): number | null {
	const tokens = tokenize(text);
	if (tokens.length > TOKEN_LIMIT) {
		return null;
	}
	if (isSyntaxError(message)) {
		return findSyntaxError(compiler, text, tokens);
	}
	return findNamed(tokens, message);
}

/** The parser stops at the first token that cannot follow what is before it: search for the shortest prefix it refuses. */
function findSyntaxError(compiler: Compiler, text: string, tokens: Token[]): number | null {
	const accepted = compiler.check(SENTINEL);
	if (accepted === null || isSyntaxError(accepted)) {
		return null;
	}
	let good = 0;
	let bad = tokens.length + 1;
	while (bad - good > 1) {
		const middle = (good + bad) >> 1;
		const prefix = text.slice(0, tokens[middle - 1].end);
		if (isSyntaxError(compiler.check(`${prefix} ${SENTINEL}`) ?? '')) {
			bad = middle;
		} else {
			good = middle;
		}
	}
	return bad <= tokens.length ? tokens[bad - 1].start : text.length;
}

/** The token that the message names, in quotes or as a number, where it occurs once. */
function findNamed(tokens: Token[], message: string): number | null {
	const names = namedIn(message);
	const found = tokens.filter(token => names.has(token.text));
	return found.length === 1 ? found[0].start : null;
}
