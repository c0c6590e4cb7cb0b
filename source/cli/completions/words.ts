/** What the scripts for all shells are made of. */
import type {CommandSpec, OptionSpec} from '../command.js';

/** Prints the names of interfaces without starting us: the shell asks at every Tab. */
export const INTERFACES = 'ls /sys/class/net 2>/dev/null || ifconfig -l 2>/dev/null';

/** What may stand at a place of the command line. */
export interface Wanted {
	choices: readonly string[];
	files: boolean;
	interfaces: boolean;
}

/** After a flag. */
export function wantedValue({choices = [], offers}: OptionSpec): Wanted {
	return {choices, files: offers === 'files', interfaces: offers === 'interfaces'};
}

/** Beside the flags. */
export function wantedOperand({operand}: CommandSpec): Wanted {
	const forms = operand?.forms ?? [];
	return {
		choices: operand?.isChoice ? forms.map(({word}) => word) : [],
		files: forms.some(({offers}) => offers === 'files'),
		interfaces: forms.some(({offers}) => offers === 'interfaces'),
	};
}

export function flags({name, short}: OptionSpec): string[] {
	return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}

/** A word for any of the shells, in single quotes. */
export function quote(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}
