import {statSync} from 'node:fs';
import type {EngineSource} from './options.js';

/** Whether what comes from a source does not come a second time: a file can be read again, a pipe under a file's name cannot. */
export function comesOnce(source: EngineSource): boolean {
	if (source.kind !== 'file') {
		return true;
	}
	try {
		return ![source.path, ...(source.others ?? [])].every(path => statSync(path).isFile());
	} catch {
		// whoever opens it says what is wrong
		return false;
	}
}
