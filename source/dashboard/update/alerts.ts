/** What is watched for: what comes of it, and other rules. */
import {parseRules} from '../../engine/alerts/rule.js';
import type {Alert} from '../../engine/snapshot.js';
import {alertText} from '../../format/alerts.js';
import {sanitize} from '../../format/sanitize.js';
import {withAlert, withRules} from '../model/alerts.js';
import {alertChooser} from '../model/chooser.js';
import {marked} from '../model/playback.js';
import {type DashboardState, withPart} from '../model/state.js';
import {announced, ask, changed, refused, type Update, withLogLine} from './outcome.js';

/** A line in the log, a mark where it began or was over, and whatever the terminal does to call somebody. */
export function onAlert(state: DashboardState, alert: Alert): Update {
	const text = sanitize(alertText(alert));
	const isOver = alert.state === 'end';
	const mark = {second: Number(alert.time), kind: 'alert', text} as const;
	const timed = withPart(state, 'time', {playback: marked(state.time.playback, mark)});
	const said = isOver ? withLogLine(timed, 'good', text) : announced(timed, 'bad', text);
	return ask({...said, alerts: withAlert(state.alerts, alert)}, {type: 'notify', text});
}

/** `:alert`: a rule more, or fewer; nothing behind it lists them. */
export function alertCommand(state: DashboardState, argument: string): Update {
	const {rules} = state.alerts;
	if (state.capture.source.fleet !== undefined) {
		return refused(state, 'alerts are where packets are captured: netanal-tui capture IFACE --alert RULE there');
	}
	if (argument === '') {
		return rules.length === 0
			? refused(
					state,
					'nothing is watched for; type :alert and a rule, Tab shows them: new host, host > 10Mb/s, loss …',
				)
			: changed({...state, notice: null}, 'overlays', {chooser: alertChooser(state.alerts)});
	}
	const [, number] = /^off(?:\s+(\S+))?$/i.exec(argument) ?? [];
	if (/^off(\s|$)/i.test(argument)) {
		return number === undefined ? withoutAll(state) : withoutRule(state, number);
	}
	const parsed = parseRules([...rules, argument]);
	if (typeof parsed === 'string') {
		return refused(state, parsed);
	}
	const texts = parsed.map(({text}) => text);
	return ruled(announced(state, 'good', `watched for from now on: ${sanitize(texts.at(-1)!)}`), texts);
}

function withoutAll(state: DashboardState): Update {
	return state.alerts.rules.length === 0
		? refused(state, 'nothing is watched for')
		: ruled(announced(state, 'good', 'nothing is watched for any more'), []);
}

/** @param number of the rule, from 1, as the list has it */
export function withoutRule(state: DashboardState, number: string): Update {
	const {rules} = state.alerts;
	const gone = /^\d+$/.test(number) ? rules[Number(number) - 1] : undefined;
	if (gone === undefined) {
		return refused(
			state,
			`no rule ${sanitize(number)}: :alert lists them, ${rules.length} ${rules.length === 1 ? 'is' : 'are'} in force`,
		);
	}
	return ruled(
		announced(state, 'good', `not watched for any more: ${sanitize(gone)}`),
		rules.filter(rule => rule !== gone),
	);
}

const ruled = (state: DashboardState, rules: readonly string[]): Update =>
	ask({...state, alerts: withRules(state.alerts, rules)}, {type: 'set-alerts', rules});
