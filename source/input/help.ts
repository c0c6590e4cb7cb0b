import {COMMANDS, CONTEXTS, type Command, type Context} from './commands.js';
import {keyLabel} from './keymap.js';

export interface HelpSection {
	title: string;
	entries: {keys: string; description: string}[];
}

/**
 * Every command of the table, by context.
 *
 * @param text words that an entry must have, in its name, its keys or its description
 */
export function helpSections(commands: readonly Command[] = COMMANDS, text = ''): HelpSection[] {
	const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
	return (Object.keys(CONTEXTS) as Context[])
		.map(context => ({
			title: CONTEXTS[context],
			entries: commands
				.filter(command => command.context === context)
				.map(command => ({
					id: command.id,
					keys: command.keys.map(keyLabel).join(', '),
					description: command.description,
				}))
				.filter(({id, keys, description}) => {
					const all = `${id} ${keys} ${description}`.toLowerCase();
					return words.every(word => all.includes(word));
				})
				.map(({keys, description}) => ({keys, description})),
		}))
		.filter(section => section.entries.length > 0);
}

/** What the footer shows in a context: the first key of each command that has a label. */
export function footerKeys(
	context: Context,
	commands: readonly Command[] = COMMANDS,
): {id: string; key: string; label: string}[] {
	return commands.flatMap(({id, context: where, keys, label}) =>
		where === context && label !== undefined && keys.length > 0 ? [{id, key: keyLabel(keys[0]), label}] : [],
	);
}
