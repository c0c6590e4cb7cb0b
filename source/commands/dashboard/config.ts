/** The dashboard's configuration file, in the place of the XDG Base Directory Specification. */
import os from 'node:os';
import path from 'node:path';
import {UsageError} from '../../cli/usage-error.js';
import {type AlertRule, parseRule} from '../../engine/alerts/rule.js';
import {UNITS, type Unit} from '../../format/units.js';
import {type Home, readSmallFile} from '../../host/home.js';
import type {Command} from '../../input/commands.js';
import {CONFIG_LIMIT, parseConfig, type Setting} from '../../input/config.js';
import {NOTIFICATIONS, type Notification} from '../../terminal/notification.js';
import {THEME_NAMES, type ThemeName} from '../../theme/palettes.js';

export const SETTINGS: readonly Setting[] = [
	{name: 'unit', values: UNITS, description: 'rates in bits, bytes or packets per second'},
	{name: 'theme', values: THEME_NAMES, description: 'colours; --theme goes before it'},
	{
		name: 'mouse',
		values: ['yes', 'no'],
		description: "whether the mouse is the dashboard's; --no-mouse goes before it",
	},
	{name: 'names', values: ['yes', 'no'], description: 'whether hosts are shown by their names'},
	{name: 'notify', values: NOTIFICATIONS, description: 'how the terminal tells of an alert; --notify goes before it'},
	{
		name: 'alert',
		values: 'a rule',
		description: 'what is [watched for](alerts.md), a line for each: `alert = host > 10Mb/s`',
		problem: text => problemOf(parseRule(text)),
	},
];

const problemOf = (rule: AlertRule | string) => (typeof rule === 'string' ? rule : null);

export interface DashboardConfig {
	unit: Unit | undefined;
	theme: ThemeName | undefined;
	hasNames: boolean | undefined;
	hasMouse: boolean;
	/** Rules of alerts. */
	alerts: readonly string[];
	notify: Notification;
	commands: readonly Command[];
	/** Why a file that is there is not used; null when it is, or when there is none. */
	problem: string | null;
}

export function configPath(environment: NodeJS.ProcessEnv, home = os.homedir()): string {
	const {XDG_CONFIG_HOME: folder} = environment;
	// the specification wants relative paths to be ignored
	const base = folder && path.isAbsolute(folder) ? folder : path.join(home, '.config');
	return path.join(base, 'netanal-tui', 'config');
}

/**
 * @returns the defaults where there is no file, or none that may be read: `problem` says so then, in one line
 * @throws UsageError with path, line and reason when there is something wrong with what it says
 */
export function readConfig(environment: NodeJS.ProcessEnv, home: Home): DashboardConfig {
	const file = configPath(environment, home.folder);
	const {text, problem} = contents(file, home);
	const config = parseConfig(text, SETTINGS);
	if ('reason' in config) {
		throw new UsageError(`${file}:${config.line}: ${config.reason}`);
	}
	const one = (name: string) => config.settings.get(name)?.at(-1);
	const names = one('names');
	return {
		unit: one('unit') as Unit | undefined,
		theme: one('theme') as ThemeName | undefined,
		hasNames: names === undefined ? undefined : names === 'yes',
		hasMouse: one('mouse') !== 'no',
		alerts: (config.settings.get('alert') ?? []).map(text => (parseRule(text) as AlertRule).text),
		notify: (one('notify') ?? 'no') as Notification,
		commands: config.commands,
		problem,
	};
}

function contents(file: string, home: Home): {text: string; problem: string | null} {
	let bytes: Buffer | null;
	try {
		bytes = readSmallFile(file, CONFIG_LIMIT, home);
	} catch (error) {
		return {text: '', problem: `${file} is not used: ${(error as Error).message}`};
	}
	if (bytes !== null && bytes.length > CONFIG_LIMIT) {
		throw new UsageError(`${file}:1: it is longer than ${CONFIG_LIMIT} bytes, and so no configuration of this program`);
	}
	return {text: bytes?.toString('utf8') ?? '', problem: null};
}
