/** A fleet needs nothing that takes root: once all is read and loaded, it is given up. */
import {complain} from '../../cli/standard-streams.js';
import {becomeReader} from '../../engine/grant.js';
import type {Privileges} from '../../engine/options.js';

/** Who called sudo is who the program is from now on, else nobody. Before anything of a sensor is looked at. */
export async function giveUpRoot(): Promise<Privileges | null> {
	const privileges = await becomeReader({privileges: 'drop'});
	if (privileges?.warning) {
		complain(privileges.warning);
	}
	return privileges;
}
