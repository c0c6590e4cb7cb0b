/**
 * What the program and its privileged helper say to each other: one message, one answer, JSON in a packet of a socket that nobody else
 * has. The first message is trusted: it is sent before root is given up. Of all that come later nothing is.
 */
import {isIP} from 'node:net';
import path from 'node:path';
import type {SocketQuery} from '../engine/libpcap/sockets.js';
import type {FlowOwner, OwnerAnswer, OwnerQuestion, SocketClosed} from '../engine/owners.js';
import type {FileAnswer, FileRequest} from '../files/access.js';

/** A name that files may be written under, with the names that are derived from it (`derived-names.ts`). */
export interface NameGrant {
	/** Absolute. */
	path: string;
	/** What stands there already may be replaced: it was asked for on the command line. */
	force: boolean;
}

/** What the helper may do: all that it ever will. */
export interface Granted {
	names: NameGrant[];
	/** Where files of the dashboard's own names may be written; null: nowhere. */
	folder: string | null;
	/** Packet sockets may be made. */
	sockets: boolean;
	/** Whose a connection is may be asked. */
	processes: boolean;
	/** Their command lines are told too. */
	commands: boolean;
}

export interface Begin extends Granted {
	type: 'begin';
	/** Who it becomes, with the capabilities that are left; null: it stays who it is. */
	account: {uid: number; gid: number} | null;
}

export type HelperRequest =
	| FileRequest
	/** Files of the dashboard's names go there as well from now on. */
	| {type: 'folder'; path: string}
	/** Whoever sent the descriptor along may have packet sockets (`libpcap/socket-notice.ts`). */
	| {type: 'sockets'}
	/** Whose connection is this? `owners` answers. */
	| ({type: 'owners'} & SocketQuery)
	/** Nothing: is anybody there? */
	| {type: 'ping'};

/** The answer to what is not granted, or is no request at all. */
export const NOT_GRANTED = 'NOT_GRANTED';

/**
 * A process that has a socket open; it is called as of `process-name.ts`, which is not made safe yet. On the stream, its command line is
 * there only when it is another one than was told of it (`command-line.ts`).
 */
export interface FoundOwner extends Omit<FlowOwner, 'user'> {
	uid: number;
}

/** Answer to an `OwnerQuestion`. */
export interface OwnerFound extends Omit<OwnerAnswer, 'owner'> {
	owner: FoundOwner | null;
}

/** What the stream of questions brings back. */
export type OwnerLine = OwnerFound | SocketClosed;

/** One of those that have a socket open. */
export interface SocketOwner extends Omit<FoundOwner, 'begun'> {
	/** It lives in another network namespace than the one that is captured in. */
	otherNetwork: boolean;
}

export type HelperAnswer = FileAnswer | {ok: true; owners: SocketOwner[]};

/** Bytes of a path, as PATH_MAX of <linux/limits.h>. */
const LONGEST_PATH = 4096;

type Fields = Readonly<Record<string, (value: unknown) => boolean>>;

const ONE: Fields = {path: isPath};
const TWO: Fields = {path: isPath, to: isPath};

const ENDS: Fields = {
	transport: value => value === 'tcp' || value === 'udp' || value === 'sctp',
	local: isEnd,
	remote: isEnd,
};

/** Type → its fields besides, and what each must be. */
const REQUESTS: Readonly<Record<HelperRequest['type'], Fields>> = {
	look: ONE,
	create: ONE,
	open: ONE,
	remove: ONE,
	sync: ONE,
	writable: ONE,
	folder: ONE,
	link: TWO,
	rename: TWO,
	sockets: {},
	owners: ENDS,
	ping: {},
};

/** Which of them bring a descriptor along. */
export const BRINGS_DESCRIPTOR: ReadonlySet<HelperRequest['type']> = new Set(['sockets']);

/** @returns null for what is no JSON */
function parsed(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
	} catch {
		return null;
	}
}

/** @returns null for what is no request: another type, a field more or less, no absolute path in its shortest form */
export function parseRequest(bytes: Uint8Array): HelperRequest | null {
	const value = parsed(bytes);
	if (!isObject(value)) {
		return null;
	}
	const {type, ...fields} = value;
	if (typeof type !== 'string' || !Object.hasOwn(REQUESTS, type)) {
		return null;
	}
	const wanted = REQUESTS[type as HelperRequest['type']];
	return hasFields(fields, wanted) ? (value as unknown as HelperRequest) : null;
}

const QUESTION: Fields = {
	...ENDS,
	id: value => Number.isSafeInteger(value) && (value as number) >= 0,
	thorough: value => typeof value === 'boolean',
};

/** A line of the stream of questions about owners. @returns null for what is none */
export function parseQuestion(line: Uint8Array): OwnerQuestion | null {
	const value = parsed(line);
	return isObject(value) && hasFields(value, QUESTION) ? (value as unknown as OwnerQuestion) : null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** These, and no other. */
function hasFields(value: Record<string, unknown>, fields: Fields): boolean {
	const names = Object.keys(fields);
	return Object.keys(value).length === names.length && names.every(name => fields[name](value[name]));
}

const END: Fields = {
	address: value => typeof value === 'string' && isIP(value) !== 0 && !value.includes('%'),
	port: value => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffff,
};

function isEnd(value: unknown): boolean {
	return isObject(value) && hasFields(value, END);
}

function isPath(value: unknown): value is string {
	return (
		typeof value === 'string' &&
		value.startsWith('/') &&
		!value.includes('\0') &&
		Buffer.byteLength(value) < LONGEST_PATH &&
		path.normalize(value) === value
	);
}

export const encode = (message: Begin | HelperRequest | HelperAnswer): Buffer => Buffer.from(JSON.stringify(message));
