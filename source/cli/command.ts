/** What a command is: one table that parsing, `--help`, completions and the manual page are all made from. */

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
	/** May be given several times. */
	readonly multiple?: boolean;
	readonly help: string;
}

export interface CommandSpec {
	/** Empty for the dashboard, which needs no word. */
	readonly name: string;
	readonly summary: string;
	/** After the program's name: `analyze [options] FILE|-`. */
	readonly usage: string;
	readonly options: readonly OptionSpec[];
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
