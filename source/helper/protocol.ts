/**
 * What the program and its privileged helper say to each other: one message, one answer, JSON in a packet of a socket that nobody else
 * has. The first message is trusted: it is sent before root is given up. Of all that come later nothing is.
 */
import path from 'node:path';
import type {FileAnswer, FileRequest} from '../files/access.js';

/** A name that files may be written under, with the names that are derived from it (`derived-names.ts`). */
export interface NameGrant {
	/** Absolute. */
	path: string;
	/** What stands there already may be replaced: it was asked for on the command line. */
	force: boolean;
}

/** What the helper may do: all that it ever will. */
export interface Begin {
	type: 'begin';
	/** Who it becomes, with the capabilities that are left; null: it stays who it is. */
	account: {uid: number; gid: number} | null;
	names: NameGrant[];
	/** Where files of the dashboard's own names may be written; null: nowhere. */
	folder: string | null;
	/** Packet sockets may be made. */
	sockets: boolean;
}

export type HelperRequest =
	| FileRequest
	/** Files of the dashboard's names go there as well from now on. */
	| {type: 'folder'; path: string}
	/** Whoever sent the descriptor along may have packet sockets (`libpcap/socket-notice.ts`). */
	| {type: 'sockets'}
	/** Nothing: is anybody there? */
	| {type: 'ping'};

/** The answer to what is not granted, or is no request at all. */
export const NOT_GRANTED = 'NOT_GRANTED';

export type HelperAnswer = FileAnswer;

/** Bytes of a path, as PATH_MAX of <linux/limits.h>. */
const LONGEST_PATH = 4096;

/** Type → its fields besides, all of them paths. */
const REQUESTS: Readonly<Record<HelperRequest['type'], readonly ('path' | 'to')[]>> = {
	look: ['path'],
	create: ['path'],
	open: ['path'],
	remove: ['path'],
	sync: ['path'],
	writable: ['path'],
	folder: ['path'],
	link: ['path', 'to'],
	rename: ['path', 'to'],
	sockets: [],
	ping: [],
};

/** Which of them bring a descriptor along. */
export const BRINGS_DESCRIPTOR: ReadonlySet<HelperRequest['type']> = new Set(['sockets']);

/** @returns null for what is no request: another type, a field more or less, no absolute path in its shortest form */
export function parseRequest(bytes: Uint8Array): HelperRequest | null {
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
	} catch {
		return null;
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return null;
	}
	const {type, ...fields} = value as Record<string, unknown>;
	if (typeof type !== 'string' || !Object.hasOwn(REQUESTS, type)) {
		return null;
	}
	const wanted = REQUESTS[type as HelperRequest['type']];
	if (Object.keys(fields).length !== wanted.length || !wanted.every(field => isPath(fields[field]))) {
		return null;
	}
	return value as HelperRequest;
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
