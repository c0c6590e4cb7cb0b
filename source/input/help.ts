import {COMMANDS, CONTEXTS, type Command, type Context} from './commands.js';
import {keyLabel} from './keymap.js';

export interface HelpSection {
	title: string;
	entries: {keys: string; description: string}[];
}

/** Every command of the table, by context. */
export function helpSections(commands: readonly Command[] = COMMANDS): HelpSection[] {
	return (Object.keys(CONTEXTS) as Context[])
		.map(context => ({
			title: CONTEXTS[context],
			entries: commands
				.filter(command => command.context === context)
				.map(command => ({keys: command.keys.map(keyLabel).join(', '), description: command.description})),
		}))
		.filter(section => section.entries.length > 0);
}

/** What the footer shows in a context: the first key of each command that has a label. */
export function footerKeys(context: Context, commands: readonly Command[] = COMMANDS): {key: string; label: string}[] {
	return commands
		.filter(command => command.context === context && command.label !== undefined)
		.map(command => ({key: keyLabel(command.keys[0]!), label: command.label!}));
}
