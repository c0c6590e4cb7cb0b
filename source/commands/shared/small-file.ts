/** Files that options name and that are read whole: tokens, credentials, certificates. */
import {readFileSync} from 'node:fs';
import {unreadable} from '../../engine/unreadable.js';

/** @param wanted what it was to be, for messages @throws NetanalError FILE_UNREADABLE */
export function smallFile(file: string, wanted: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw unreadable(error, file, wanted);
	}
}
