/** Which command a key means, and how keys are written for people. */
import {COMMANDS, type Command, type CommandId, type Context} from './commands.js';

export type Keymap = ReadonlyMap<Context, ReadonlyMap<string, CommandId>>;

/** The default bindings. A key that two commands of one context claim is a mistake in the table. */
export function createKeymap(commands: readonly Command[] = COMMANDS): Keymap {
	const keymap = new Map<Context, Map<string, CommandId>>();
	for (const command of commands) {
		const keys = keymap.get(command.context) ?? new Map<string, CommandId>();
		keymap.set(command.context, keys);
		for (const key of command.keys) {
			if (keys.has(key)) {
				throw new Error(`commands ${keys.get(key)} and ${command.id} both claim ${key} in ${command.context}`);
			}
			keys.set(key, command.id as CommandId);
		}
	}
	for (const {id, keys, alsoIn = []} of commands) {
		for (const context of alsoIn) {
			const heard = keymap.get(context) ?? new Map<string, CommandId>();
			keymap.set(context, heard);
			for (const key of keys.filter(wanted => !heard.has(wanted))) {
				heard.set(key, id as CommandId);
			}
		}
	}
	return keymap;
}

/** The command of a key in a context, or null. */
export function commandFor(keymap: Keymap, context: Context, key: string): CommandId | null {
	return keymap.get(context)?.get(key) ?? keymap.get('global')?.get(key) ?? null;
}

const NAMES: Readonly<Record<string, string>> = {
	space: 'Space',
	enter: 'Enter',
	escape: 'Esc',
	tab: 'Tab',
	up: 'Up',
	down: 'Down',
	left: 'Left',
	right: 'Right',
	home: 'Home',
	end: 'End',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	backspace: 'Backspace',
	delete: 'Del',
	insert: 'Ins',
};

/** A key as it is printed: `Ctrl-C`, `Shift-Left`, `PgUp`, `f`. */
export function keyLabel(key: string): string {
	const parts = key === '-' ? [key] : key.split('-');
	const name = parts.pop()!;
	const modifiers = parts.map(part => part[0].toUpperCase() + part.slice(1));
	const isModifiedLetter = modifiers.length > 0 && name.length === 1;
	const label = NAMES[name] ?? (isModifiedLetter || /^f\d+$/.test(name) ? name.toUpperCase() : name);
	return [...modifiers, label].join('-');
}
