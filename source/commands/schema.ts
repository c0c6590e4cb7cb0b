/** `netanal-tui schema`: the JSON Schema of the snapshot, which the build makes from its types. */
import type {CommandSpec} from '../cli/command.js';
import {print} from '../cli/standard-streams.js';
import {QUIET} from '../cli/status-line.js';
import {readPart} from '../parts/parts.js';

export const schema: CommandSpec = {
	name: 'schema',
	summary: 'Print the JSON Schema of what --format json writes',
	options: [QUIET],
	examples: [['netanal-tui schema > snapshot.schema.json', 'for a validator or a generator of types']],
	async run() {
		await print(readPart('snapshot.schema.json').toString());
		return 0;
	},
};
