/** What a command is: one table that parsing, `--help`, completions and the manual page are all made from. */

/** What a shell offers where a value or an operand is wanted. */
export type Offer = 'files' | 'interfaces';

/** A flag of a command. */
export interface OptionSpec {
	/** Long name without dashes. */
	readonly name: string;
	/** One letter, as tcpdump and tshark use it. */
	readonly short?: string;
	/** Placeholder of the value (`N`, `FILE`); a flag without one is a switch. */
	readonly value?: string;
	/** The values it takes, when they are few. */
	readonly choices?: readonly string[];
	/** What else may be offered for the value. */
	readonly offers?: Offer;
	/** A capture that is read: its name may be of any bytes. */
	readonly isCapture?: boolean;
	/** May be given several times. */
	readonly multiple?: boolean;
	readonly help: string;
}

/** One form that an operand may have. */
export interface OperandForm {
	/** As usage lines show it: `FILE`, `-`, a word that is taken as it stands. */
	readonly word: string;
	readonly offers?: Offer;
	/** Several of it may be given. */
	readonly multiple?: boolean;
}

/** What stands beside the flags of a command. */
export interface OperandSpec {
	/** What messages call it. */
	readonly name: string;
	readonly forms: readonly OperandForm[];
	/** These words, and no others. */
	readonly isChoice?: boolean;
	readonly optional?: boolean;
}

export interface CommandSpec {
	/** Empty for the dashboard, which needs no word. */
	readonly name: string;
	readonly summary: string;
	readonly operand?: OperandSpec;
	readonly options: readonly OptionSpec[];
	/** Flags that usage lines show, as the command does little without them: `-o OUT`. */
	readonly needs?: string;
	/** Command line and what it does. */
	readonly examples: ReadonlyArray<readonly [string, string]>;
	/** @returns the exit status */
	run(parsed: Parsed): Promise<number>;
}

/** The flags and operands of one call, checked against the command's table. */
export interface Parsed {
	readonly operands: readonly string[];
	/** Long name → values in order; switches have one empty value. */
	readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Of every command; it is answered before a command line is parsed. */
export const HELP: OptionSpec = {name: 'help', short: 'h', help: 'show this help'};

export const FILE: OperandForm = {word: 'FILE', offers: 'files'};
export const FILES: OperandForm = {...FILE, multiple: true};
export const INTERFACE: OperandForm = {word: 'IFACE', offers: 'interfaces'};
export const STANDARD_INPUT: OperandForm = {word: '-'};

/** What stands after the program's name: `analyze [options] FILE...|-`. */
export function usageOf({name, options, operand, needs}: Omit<CommandSpec, 'run'>): string {
	const forms = operand?.forms.map(({word, multiple}) => (multiple ? `${word}...` : word)).join('|');
	return [name, options.length > 0 ? '[options]' : '', operand?.optional ? `[${forms}]` : forms, needs]
		.filter(Boolean)
		.join(' ');
}
