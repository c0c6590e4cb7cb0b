/** Rules of alerts as the dashboard knows them, and which of them hold now. */
import {EXAMPLE_RULES} from '../../engine/alerts/rule.js';
import type {Alert} from '../../engine/snapshot.js';

export interface AlertsState {
	/** In force, as they are typed. */
	rules: readonly string[];
	/** Those that have begun and are not over. */
	open: readonly Alert[];
}

const isOf = (one: Alert, other: Alert) => one.rule === other.rule && one.subject === other.subject;

/** With what has begun or is over. A new host is no state. */
export function withAlert({rules, open}: AlertsState, alert: Alert): AlertsState {
	const others = open.filter(each => !isOf(each, alert));
	const isState = alert.state === 'begin' && (alert.kind !== 'new-host' || alert.subject === null);
	return {rules, open: isState ? [...others, alert] : others};
}

/** Other rules are in force. */
export const withRules = ({open}: AlertsState, rules: readonly string[]): AlertsState => ({
	rules,
	open: open.filter(({rule}) => rules.includes(rule)),
});

/** What may follow `alert` on the command line. */
export const alertArguments = ({rules}: AlertsState): readonly string[] => [
	...EXAMPLE_RULES,
	...(rules.length === 0 ? [] : ['off', ...rules.map((_, index) => `off ${index + 1}`)]),
];
