/**
 * Several files under one base name, `a.pcap` → `a_00001_….pcap`: no two captures may write them at the same time, or each would find
 * its next name taken by the other. A hidden file beside them, `.a.pcap.lock`, names the process that does. One that was
 * killed leaves it; the next capture sees that nobody is there and takes it over.
 */
import {closeSync, readFileSync, writeSync} from 'node:fs';
import path from 'node:path';
import {NetanalError} from '../engine/errors.js';
import {create as createFile, identityOfOpen, LOCK_MODE, link, openOwn, rename} from './access.js';
import {removeQuietly} from './claim.js';
import {isTaken, unwritable} from './target.js';
import {uniqueWord} from './unique-word.js';

/** @see removeSign */
export interface Lock {
	path: string;
	/** As of `Entry`. */
	identity: string;
}

/** @throws NetanalError FILE_EXISTS while another capture writes files of this name; FILE_UNWRITABLE */
export function lockBaseName(target: string): Lock {
	const lock = lockOf(target);
	try {
		return create(lock);
	} catch (error) {
		if (!isTaken(error)) {
			throw unwritable(error, target);
		}
	}

	const holder = read(lock);
	if (holder !== null && !isGone(holder)) {
		throw inUse(target, holder);
	}
	removeStale(lock, holder);
	try {
		return create(lock);
	} catch (error) {
		throw isTaken(error) ? inUse(target, read(lock)) : unwritable(error, target);
	}
}

const lockOf = (target: string) => path.join(path.dirname(target), `.${path.basename(target)}.lock`);

function create(lock: string): Lock {
	const descriptor = createFile(lock, LOCK_MODE);
	try {
		const identity = identityOfOpen(descriptor);
		writeSync(descriptor, `${process.pid} ${beginOf('self')}\n`);
		return {path: lock, identity};
	} catch (error) {
		removeQuietly(lock);
		throw error;
	} finally {
		closeSync(descriptor);
	}
}

/** Moved away first, so that of two who find it only one removes it, and a new one of somebody faster comes back. */
function removeStale(lock: string, holder: string | null): void {
	const aside = `${lock}.${uniqueWord()}`;
	try {
		rename(lock, aside);
		if (read(aside) !== holder) {
			link(aside, lock);
		}
	} catch {
		// somebody was faster
	}
	removeQuietly(aside);
}

/** `PID BEGIN`, or null. */
function read(lock: string): string | null {
	try {
		const descriptor = openOwn(lock);
		try {
			return readFileSync(descriptor, 'utf8').trim();
		} finally {
			closeSync(descriptor);
		}
	} catch {
		return null;
	}
}

/** Whether the process that a lock names is not there any more. What names none may still be about to. */
function isGone(holder: string): boolean {
	const [, pid, begin] = /^(\d{1,10}) (\d*)$/.exec(holder) ?? [];
	if (pid === undefined) {
		return false;
	}
	try {
		process.kill(Number(pid), 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ESRCH';
	}
	// The number may have gone to another one since.
	const now = beginOf(pid);
	return begin !== '' && now !== '' && now !== begin;
}

/** When a process began, ticks since the system did (proc(5), field 22); empty where nothing tells. */
function beginOf(pid: string): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
	} catch {
		return '';
	}
}

function inUse(target: string, holder: string | null): NetanalError {
	const who = holder === null || holder === '' ? 'another process' : `process ${holder.split(' ')[0]}`;
	const why = `${who} is writing files named after ${target}, says ${lockOf(target)}`;
	return new NetanalError('FILE_EXISTS', `${why}; choose another name`);
}
