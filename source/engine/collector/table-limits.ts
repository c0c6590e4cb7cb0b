import {DEFAULT_LIMITS, type TableLimits} from '../options.js';

/** The limits that were given, and the defaults for what is absent or undefined. */
export const allLimits = ({
	endpoints = DEFAULT_LIMITS.endpoints,
	conversations = DEFAULT_LIMITS.conversations,
	flows = DEFAULT_LIMITS.flows,
}: Partial<TableLimits> = {}): TableLimits => ({endpoints, conversations, flows});
