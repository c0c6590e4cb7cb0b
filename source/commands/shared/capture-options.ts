/** Flags that several commands share. */
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, number, text} from '../../cli/values.js';
import {hasInvokingUser} from '../../engine/libpcap/accounts.js';
import {DEFAULTS, type InterfaceOptions, type PrivilegeOptions} from '../../engine/options.js';
import {RANGES} from '../../engine/ranges.js';
import {writesAsRoot} from '../../host/helper.js';
import {LIMIT_OPTIONS, tableLimits} from './table-limits.js';

export const TOP: OptionSpec = {
	name: 'top',
	value: 'N|all',
	help: `entries of each top list (default ${DEFAULTS.top})`,
};

const NO_PROCESSES: OptionSpec = {name: 'no-processes', help: 'do not look up which processes flows belong to'};

const PROCESS_COMMANDS: OptionSpec = {
	name: 'process-commands',
	help: 'tell the command lines of processes too, in files as well; they can hold secrets',
};

/** What is told of processes. */
export const PROCESS_OPTIONS: readonly OptionSpec[] = [NO_PROCESSES, PROCESS_COMMANDS];

/** Whether they are looked up, and their command lines with them. */
export function processOptions(parsed: Parsed): {processes: boolean; commands: boolean} {
	const wishes = {processes: !has(parsed, NO_PROCESSES.name), commands: has(parsed, PROCESS_COMMANDS.name)};
	if (wishes.commands && !wishes.processes) {
		throw new UsageError('--no-processes and --process-commands exclude each other: choose one');
	}
	return wishes;
}

const KEEP_PRIVILEGES: OptionSpec = {name: 'keep-privileges', help: 'stay root; files are written as root then'};

/** A flag of everything that counts. */
export const ONCE: OptionSpec = {
	name: 'once',
	help: 'count a packet once that was seen on several interfaces, as of a bridge and its members',
};

/** Flags of everything that captures live. */
export const CAPTURE_OPTIONS: readonly OptionSpec[] = [
	{name: 'filter', short: 'f', value: 'BPF', help: 'capture filter, as tcpdump takes it: "tcp port 443"'},
	{name: 'snaplen', short: 's', value: 'BYTES', help: `bytes kept of each packet (default ${DEFAULTS.snaplen})`},
	{name: 'buffer', short: 'B', value: 'BYTES', help: 'kernel buffer; k, M and G are understood (default 64M)'},
	{name: 'queue', value: 'BYTES', help: 'our queue between capture and analysis (default 64M)'},
	{name: 'no-promiscuous', short: 'p', help: 'do not put the interface into promiscuous mode'},
	{
		name: 'user',
		value: 'USER',
		help: 'who to become once the source is open (default: who called sudo, else nobody)',
	},
	KEEP_PRIVILEGES,
	{name: 'count', short: 'c', value: 'N', help: 'stop after N packets'},
	{name: 'duration', short: 'a', value: 'SECONDS', help: 'stop after so long'},
	ONCE,
	...LIMIT_OPTIONS,
];

/** Flags of what reads captures and writes files. */
export const WRITER_OPTIONS: readonly OptionSpec[] = [
	{
		name: 'user',
		value: 'USER',
		help: 'whom root becomes once the captures are open, and writes as (default: who called sudo)',
	},
	KEEP_PRIVILEGES,
];

/**
 * What becomes of root for WRITER_OPTIONS. Root of an invoking user is dropped, and what is written is that user's; a root shell's files
 * are root's, unless it names somebody: a helper writes them, or, where there is none (not Linux), root is kept.
 *
 * @param writes files, and not to standard output alone
 */
export function writerPrivileges(parsed: Parsed, writes: boolean): PrivilegeOptions {
	const options = privilegeOptions(parsed);
	const isOwn = writes && options.user === undefined && !hasInvokingUser(process.env);
	return isOwn && !writesAsRoot(options) ? {privileges: 'keep'} : options;
}

/** What becomes of root by `--user` and `--keep-privileges`. @throws UsageError */
function privilegeOptions(parsed: Parsed): {privileges: 'drop' | 'keep'; user: string | undefined} {
	const user = text(parsed, 'user');
	const keeps = has(parsed, 'keep-privileges');
	if (keeps && user !== undefined) {
		throw new UsageError('--keep-privileges and --user exclude each other: choose one');
	}
	return {privileges: keeps ? 'keep' : 'drop', user};
}

/** What CAPTURE_OPTIONS say, as engine options. @throws UsageError */
export function captureOptions(parsed: Parsed): Omit<InterfaceOptions, 'source'> {
	return {
		filter: text(parsed, 'filter'),
		snaplen: number(parsed, 'snaplen', RANGES.snaplen),
		bufferSize: number(parsed, 'buffer', RANGES.bufferSize, {scaled: true}),
		queueSize: number(parsed, 'queue', RANGES.queueSize, {scaled: true}),
		promiscuous: !has(parsed, 'no-promiscuous'),
		...privilegeOptions(parsed),
		count: number(parsed, 'count', RANGES.count),
		duration: number(parsed, 'duration', RANGES.duration),
		once: has(parsed, ONCE.name),
		limits: tableLimits(parsed),
	};
}
