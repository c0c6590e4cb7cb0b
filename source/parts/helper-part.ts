/** The part of the program that is a process of its own: beside `parts.ts`, since who begins none need not load what begins one. */
import type {ChildProcess} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {startWaiting} from './waiting-helper.js';

/** Of V8: the helper does little, seldom, and has no garbage to speak of. Without a compiler it also has no memory that can be written and run. */
const HELPER_FLAGS = ['--v8-pool-size=1', '--max-semi-space-size=1', '--jitless', '--max-lazy', '--no-warnings'];

/** The privileged helper: a small process of its own, which waits for a line. */
export function startHelper(descriptors: readonly number[]): ChildProcess {
	const file = fileURLToPath(new URL('./helper.cjs', import.meta.url));
	return startWaiting([process.execPath, ...HELPER_FLAGS, file], descriptors);
}
