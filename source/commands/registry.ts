/** Every command. Their work is imported when they run, so that a small one starts fast. */
import {analyze} from './analyze.js';
import {capture} from './capture.js';
import type {CommandSpec} from './command.js';
import {exportCommand} from './export.js';
import {interfacesCommand} from './interfaces.js';
import {live} from './live.js';

/** The dashboard: what runs without a command. */
export const DEFAULT_COMMAND: CommandSpec = live;

export const COMMANDS: readonly CommandSpec[] = [analyze, capture, exportCommand, interfacesCommand];
