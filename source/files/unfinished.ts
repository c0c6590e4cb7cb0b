/**
 * Temporaries that are not in place yet: what a process that ends early does with them. A worker hears nothing of that end: the
 * main thread adopts its.
 */
import {writeSync} from 'node:fs';
import {sanitize} from '../format/sanitize.js';
import {look} from './access.js';
import {type Claim, release, removeOurs, removeQuietly} from './claim.js';
import {type Finished, keepNow} from './placing.js';

const STANDARD_ERROR = 2;

const unfinished = new Map<string, Finished>();
/** Files that only say that something is being done: path → how it is removed. */
const signs = new Map<string, () => void>();

export function adopt(finished: Finished): void {
	unfinished.set(finished.temporary, finished);
}

/** It is in place, or somebody else's. */
export function forget({temporary}: Pick<Finished, 'temporary'>): void {
	unfinished.delete(temporary);
}

/** Removes a temporary that is not wanted. */
export function dispose({temporary, target, claim}: Finished): void {
	unfinished.delete(temporary);
	removeQuietly(temporary);
	if (claim) {
		release(target, claim);
	}
}

/** Nothing was written into it yet, or it is gone. */
export function isEmpty({temporary}: Finished): boolean {
	const there = look(temporary);
	return there === null || there.size === 0;
}

export function adoptSign(sign: {path: string; identity: string}): void {
	signs.set(sign.path, () => removeOurs(sign));
}

/** A name that is reserved for what is not written yet. */
export function adoptClaim(target: string, claim: Claim): void {
	signs.set(target, () => release(target, claim));
}

/** What it told of is over. */
export function removeSign(path: string): void {
	signs.get(path)?.();
	signs.delete(path);
}

process.on('exit', () => {
	for (const finished of unfinished.values()) {
		keepOrDispose(finished);
	}
	for (const remove of signs.values()) {
		remove();
	}
});

/** What was captured once stays; nobody but standard error is left to be told. */
function keepOrDispose(finished: Finished): void {
	const {claim} = finished;
	if (!claim || isEmpty(finished)) {
		dispose(finished);
		return;
	}
	try {
		const problem = keepNow({...finished, claim, partial: true}, null)?.problem;
		if (problem) {
			writeSync(STANDARD_ERROR, `netanal-tui: ${sanitize(problem.message)}\n`);
		}
	} catch {
		// it lies where it was written
	}
}
