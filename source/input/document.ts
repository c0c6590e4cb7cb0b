/** docs/keys.md, made from the table of commands: `node scripts/keys.js` writes it, a test compares it. */
import {COMMANDS, CONTEXTS, type Context} from './commands.js';
import type {Setting} from './config.js';
import {keyLabel} from './keymap.js';

/** A key in a table cell: the bar would end the cell, a back quote the code. */
const cell = (key: string) => (key === '`' ? '`` ` ``' : `\`${keyLabel(key).replace('|', '\\|')}\``);

export function keysDocument(settings: readonly Setting[]): string {
	const sections = (Object.keys(CONTEXTS) as Context[]).flatMap(context => {
		const commands = COMMANDS.filter(command => command.context === context);
		const guests = COMMANDS.filter(
			command => 'alsoIn' in command && (command.alsoIn as readonly Context[]).includes(context),
		);
		return commands.length === 0
			? []
			: [
					`## ${CONTEXTS[context]}`,
					'',
					'| keys | command | what it does |',
					'|---|---|---|',
					...commands.map(command => {
						const argument = 'argument' in command ? ` ${command.argument}` : '';
						return `| ${command.keys.map(cell).join(' ')} | \`${command.id}${argument}\` | ${command.description} |`;
					}),
					'',
					...(guests.length === 0 ? [] : [`Heard here too: ${guests.map(({id}) => `\`${id}\``).join(', ')}.`, '']),
				];
	});
	return `${[
		'# Keys of the dashboard',
		'',
		'Made by `node scripts/keys.js` from the table of commands in `source/input/`; do not edit it here.',
		'',
		'Every command of the section Dashboard and of the section Everywhere can also be typed by its name after `:`, with Tab for',
		'completion. In the dashboard, `?` shows these tables and `/` searches in them.',
		'',
		...sections,
		'## Mouse',
		'',
		'The left button goes to a panel, selects a row, sorts by the title of a column (once more: the other way round) and looks back at',
		'the second of the chart that it is pressed on; the wheel scrolls. With Shift held, the mouse selects text as without the program.',
		'Terminals that do not know the mouse (by `TERM`; the Linux console) are sent nothing of it; `--no-mouse` leaves it to all of them.',
		'',
		'## Configuration file',
		'',
		'`$XDG_CONFIG_HOME/netanal-tui/config`, or `~/.config/netanal-tui/config` where that is not set. Lines of `name = value`; `#`',
		'begins a comment. Under sudo it is that of who called it, if it is theirs. A file with a mistake is refused with the line and the',
		'reason; one that may not be read is left out, which the dashboard says.',
		'',
		'```ini',
		'unit = bytes',
		'',
		'[keys]',
		'# several keys are separated by commas; nothing takes the key away',
		'pause = space, f8',
		'quit = ctrl-q',
		'sort = comma',
		'```',
		'',
		'| setting | values | what it is |',
		'|---|---|---|',
		...settings.map(({name, values, description}) => {
			const all = typeof values === 'string' ? values : values.map(value => `\`${value}\``).join(', ');
			return `| \`${name}\` | ${all} | ${description} |`;
		}),
		'',
		'Below `[keys]` stand names of commands, from all the tables above. A key is a character, one of `up`, `down`, `left`, `right`,',
		'`home`, `end`, `pageup`, `pagedown`, `insert`, `delete`, `backspace`, `tab`, `enter`, `escape`, `space`, `f1` … `f12`, or one of',
		'these with `ctrl-`, `alt-` or `shift-` before it, in this order.',
	].join('\n')}\n`;
}
