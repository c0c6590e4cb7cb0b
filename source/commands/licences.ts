/** `netanal-tui licences`: the notices that must go wherever the program goes, for who has but the one file. */
import type {CommandSpec} from '../cli/command.js';
import {print} from '../cli/standard-streams.js';
import {QUIET} from '../cli/status-line.js';
import {readPart} from '../parts/parts.js';

export const licences: CommandSpec = {
	name: 'licences',
	summary: 'Print the licence, and those of everything inside',
	options: [QUIET],
	examples: [['netanal-tui licences | less', 'who wrote what is in it, and under which terms']],
	async run() {
		await print(readPart('THIRD-PARTY-LICENSES.txt').toString());
		return 0;
	},
};
