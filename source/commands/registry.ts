/** Every command. Their work is imported when they run, so that a small one starts fast. */
import type {CommandSpec} from '../cli/command.js';
import {analyze} from './analyze.js';
import {capture} from './capture.js';
import {chart} from './chart/chart.js';
import {completionsCommand} from './completions.js';
import {dashboardCommand} from './dashboard/command.js';
import {exportCommand} from './export.js';
import {filter} from './filter/filter.js';
import {fleet} from './fleet/command.js';
import {interfacesCommand} from './interfaces.js';
import {results} from './jobs/results.js';
import {worker} from './jobs/worker.js';
import {licences} from './licences.js';
import {manCommand} from './man.js';
import {schema} from './schema.js';
import {sensor} from './sensor.js';

/** The dashboard: what runs without a command. */
export const DEFAULT_COMMAND: CommandSpec = dashboardCommand;

/** The dashboard first; for what is made of all of them. */
const all = (): readonly CommandSpec[] => [DEFAULT_COMMAND, ...COMMANDS];

export const COMMANDS: readonly CommandSpec[] = [
	analyze,
	capture,
	exportCommand,
	chart,
	sensor,
	fleet,
	worker,
	results,
	filter,
	interfacesCommand,
	schema,
	completionsCommand(all),
	manCommand(all),
	licences,
];
