/** The options as docs/api.md shows them: made from what `createEngine` checks by. */
import {OPTIONS} from './check-options.js';
import type {Taken} from './option-takes.js';
import {DEFAULT_LIMITS, DEFAULT_SEED, DEFAULTS, FLOW_DEFAULTS} from './options.js';

/** What holds for an option that is absent; nothing for those that are not here. */
const ABSENT: Readonly<Record<string, unknown>> = {
	...DEFAULTS,
	'limits.endpoints': DEFAULT_LIMITS.endpoints,
	'limits.conversations': DEFAULT_LIMITS.conversations,
	'limits.flows': DEFAULT_LIMITS.flows,
	'source.seed': DEFAULT_SEED,
	source: 'an error',
	'source.kind': 'an error',
	'source.name': 'an error',
	'source.path': 'an error',
	'outputs[].content': 'an error',
	'outputs[].format': 'an error',
	'outputs[].path': 'an error',
	'outputs[].host': 'an error',
	'outputs[].port': 'an error',
	'outputs[].transport': 'udp',
	'outputs[].activeTimeout': FLOW_DEFAULTS.activeTimeout,
	'outputs[].inactiveTimeout': FLOW_DEFAULTS.inactiveTimeout,
	'outputs[].force': false,
	'outputs[].includePayload': false,
	'from.seconds': 'an error',
	'from.nanoseconds': 'an error',
	'from.relative': 'an error',
	'to.seconds': 'an error',
	'to.nanoseconds': 'an error',
	'to.relative': 'an error',
	'identify.vendors': false,
	'identify.hosts': false,
	'identify.services': false,
	user: 'who called sudo, else nobody',
};

/** A row for each option, those within others included, for docs/api.md. */
export function optionRows(): {option: string; kinds: string; takes: string; absent: string}[] {
	const rows = new Map<string, {kinds: Set<string>; takes: Set<string>}>();
	const add = (option: string, kind: string, taken: Taken) => {
		const row = rows.get(option) ?? {kinds: new Set(), takes: new Set()};
		rows.set(option, row);
		row.kinds.add(kind);
		row.takes.add(taken.text);
		for (const [field, each] of Object.entries(taken.fields ?? {})) {
			add(`${option}.${field}`, kind, each);
		}
		for (const [name, each] of Object.entries(taken.variants ?? {})) {
			if (option !== 'source' || name === kind) {
				addFields(each, option, kind);
			}
		}
		if (taken.item?.variants || taken.item?.fields) {
			addFields({...taken.item, text: ''}, `${option}[]`, kind);
		}
	};
	const addFields = (taken: Taken, option: string, kind: string) => {
		for (const [field, each] of Object.entries(taken.fields ?? {})) {
			add(`${option}.${field}`, kind, each);
		}
		for (const each of Object.values(taken.variants ?? {})) {
			addFields(each, option, kind);
		}
	};
	for (const [kind, fields] of Object.entries(OPTIONS)) {
		for (const [option, taken] of Object.entries(fields)) {
			add(option, kind, taken);
		}
	}
	return [...rows].map(([option, {kinds, takes}]) => ({
		option,
		kinds: kinds.size === Object.keys(OPTIONS).length ? 'all' : [...kinds].join(', '),
		takes: [...takes].join('; '),
		absent: String(ABSENT[option] ?? 'none'),
	}));
}
