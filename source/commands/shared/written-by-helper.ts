/** Files that a root shell asks for, and that whom it becomes could not write: a helper that stays root writes them. */
import path from 'node:path';
import type {Parsed} from '../../cli/command.js';
import {complain} from '../../cli/standard-streams.js';
import {has} from '../../cli/values.js';
import type {PrivilegeOptions} from '../../engine/options.js';
import {beginHelper} from '../../host/helper.js';

/**
 * To be awaited before root is given up.
 *
 * @param files as they were given; `-` is standard output
 */
export async function helpWriting(parsed: Parsed, options: PrivilegeOptions, files: readonly string[]): Promise<void> {
	const force = has(parsed, 'force');
	const names = files.filter(file => file !== '-').map(file => ({path: path.resolve(file), force}));
	const helper = await beginHelper(options, {names, folder: null, sockets: false, processes: false});
	if (typeof helper === 'string') {
		complain(helper);
	} else if (helper !== null) {
		helper.wake();
		helper.onLost = complain;
	}
}
