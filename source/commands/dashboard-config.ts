/** The dashboard's configuration file, in the place of the XDG Base Directory Specification. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {UNITS, type Unit} from '../format/units.js';
import type {Command} from '../input/commands.js';
import {CONFIG_LIMIT, parseConfig, type Setting} from '../input/config.js';
import {THEME_NAMES, type ThemeName} from '../theme/palettes.js';
import {UsageError} from './command.js';

export const SETTINGS: readonly Setting[] = [
	{name: 'unit', values: UNITS, description: 'rates in bits, bytes or packets per second'},
	{name: 'theme', values: THEME_NAMES, description: 'colours; --theme goes before it'},
	{name: 'names', values: ['yes', 'no'], description: 'whether hosts are shown by their names'},
];

export interface DashboardConfig {
	unit: Unit | undefined;
	theme: ThemeName | undefined;
	hasNames: boolean | undefined;
	commands: readonly Command[];
}

export function configPath(environment: NodeJS.ProcessEnv): string {
	const {XDG_CONFIG_HOME: folder} = environment;
	// the specification wants relative paths to be ignored
	const base = folder && path.isAbsolute(folder) ? folder : path.join(os.homedir(), '.config');
	return path.join(base, 'netanal-tui', 'config');
}

/**
 * @returns the defaults where there is no file
 * @throws UsageError with path, line and reason when there is something wrong with it
 */
export function readConfig(environment: NodeJS.ProcessEnv): DashboardConfig {
	const file = configPath(environment);
	const config = parseConfig(contents(file), SETTINGS);
	if ('reason' in config) {
		throw new UsageError(`${file}:${config.line}: ${config.reason}`);
	}
	const names = config.settings.get('names');
	return {
		unit: config.settings.get('unit') as Unit | undefined,
		theme: config.settings.get('theme') as ThemeName | undefined,
		hasNames: names === undefined ? undefined : names === 'yes',
		commands: config.commands,
	};
}

function contents(file: string): string {
	let bytes: Buffer;
	try {
		bytes = fs.readFileSync(file);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') {
			return '';
		}
		throw new UsageError(`${file}:1: cannot be read (${code}); mend it or take it away`);
	}
	if (bytes.length > CONFIG_LIMIT) {
		throw new UsageError(`${file}:1: it is longer than ${CONFIG_LIMIT} bytes, and so no configuration of this program`);
	}
	return bytes.toString('utf8');
}
