/** `helper-part.ts` of the one file, which is started anew and told by its only argument (scripts/package/one-file.js) what to be. */
import type {ChildProcess} from 'node:child_process';
import type * as part from './helper-part.js';
import {startWaiting} from './waiting-helper.js';

export function startHelper(descriptors: readonly number[]): ChildProcess {
	return startWaiting([process.execPath, NETANAL_HELPER_WORD], descriptors);
}

/** Set by scripts/package/code.js. */
declare const NETANAL_HELPER_WORD: string;

({startHelper}) satisfies typeof part;
