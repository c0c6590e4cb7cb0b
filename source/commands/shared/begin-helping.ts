/** What takes root beside opening an interface: a helper writes the files of a root shell, and tells whose flows are. */
import path from 'node:path';
import type {Parsed} from '../../cli/command.js';
import {complain} from '../../cli/standard-streams.js';
import {has} from '../../cli/values.js';
import type {PrivilegeOptions} from '../../engine/options.js';
import {beginHelper} from '../../host/helper.js';
import type {Helper} from '../../host/helper-process.js';

/**
 * To be awaited before root is given up.
 *
 * @param files as they were given; `-` is standard output
 * @param about whether the owners of flows are asked for, and their command lines
 * @returns null where there is nothing for it to do, or nobody to do it
 */
export async function beginHelping(
	parsed: Parsed,
	options: PrivilegeOptions,
	files: readonly string[],
	about = {processes: false, commands: false},
): Promise<Helper | null> {
	const force = has(parsed, 'force');
	const names = files.filter(file => file !== '-').map(file => ({path: path.resolve(file), force}));
	const helper = await beginHelper(options, {names, folder: null, sockets: false, ...about});
	if (typeof helper === 'string') {
		complain(helper);
		return null;
	}
	if (helper !== null) {
		helper.wake();
		helper.onLost = complain;
	}
	return helper;
}
