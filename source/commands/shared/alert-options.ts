/** `--alert RULE` and `--notify WAY`. */
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {complain} from '../../cli/standard-streams.js';
import type {StatusLine} from '../../cli/status-line.js';
import {UsageError} from '../../cli/usage-error.js';
import {text} from '../../cli/values.js';
import {parseRules} from '../../engine/alerts/rule.js';
import type {CaptureEngine} from '../../engine/index.js';
import {alertText} from '../../format/alerts.js';
import {clockTime} from '../../format/durations.js';
import {NOTIFICATIONS, type Notification, notificationCode} from '../../terminal/notification.js';

export const ALERT_OPTIONS: readonly OptionSpec[] = [
	{
		name: 'alert',
		value: 'RULE',
		multiple: true,
		help: 'watch for it: "new host", "host > 10Mb/s", "flow > 10Mb/s", "silence 192.0.2.1 30s", loss, "resets > 20/min"',
	},
	{
		name: 'notify',
		value: 'WAY',
		choices: NOTIFICATIONS,
		help: 'how a terminal tells of an alert: no (default), bell, osc9 or osc777, which are notifications',
	},
];

/** The rules that are asked for, as they are typed. @throws UsageError for what is none */
export function alertRules(parsed: Parsed): readonly string[] {
	const texts = parsed.values.get('alert') ?? [];
	const rules = parseRules(texts);
	if (typeof rules === 'string') {
		throw new UsageError(`--alert: ${rules}`);
	}
	return rules.map(rule => rule.text);
}

export const notification = (parsed: Parsed) => text(parsed, 'notify') as Notification | undefined;

/** Says each alert on standard error. @param isTold in words; else it is a record of standard output */
export function sayAlerts(engine: CaptureEngine, parsed: Parsed, status: StatusLine | null, isTold: boolean): void {
	const way = notification(parsed) ?? 'no';
	engine.on('alert', alert => {
		const line = alertText(alert);
		status?.clear();
		if (isTold) {
			complain(`${clockTime(Number(alert.time))} ${line}`);
		}
		if (process.stderr.isTTY) {
			process.stderr.write(notificationCode(way, line));
		}
	});
}
