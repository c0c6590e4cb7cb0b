/** The one table of commands. Key bindings, the footer, the help overlay and docs/keys.md are derived from it. */
import {CAPTURE} from './commands/capture.js';
import {CHOOSERS} from './commands/choosers.js';
import {GENERAL} from './commands/general.js';
import {OVERLAYS} from './commands/overlays.js';
import {PANELS} from './commands/panels.js';
import {ROWS} from './commands/rows.js';
import {TIME} from './commands/time.js';

export {CONTEXTS, type Command, type Context} from './command.js';

export const COMMANDS = [...GENERAL, ...CAPTURE, ...TIME, ...PANELS, ...ROWS, ...OVERLAYS, ...CHOOSERS] as const;

export type CommandId = (typeof COMMANDS)[number]['id'];
