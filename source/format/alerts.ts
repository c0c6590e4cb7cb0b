/** An alert in words, one line. */
import type {Alert} from '../engine/snapshot.js';
import {endText} from './addresses.js';
import {span} from './durations.js';
import {bitRate, count} from './numbers.js';

const WHO: Readonly<Partial<Record<Alert['kind'], string>>> = {
	'new-host': 'new hosts',
	'host-rate': 'hosts',
	'flow-rate': 'flows',
};

/** `host > 10Mb/s: 192.0.2.1, 23.4 Mb/s`; over, also for how long it was so. */
export function alertText(alert: Alert): string {
	const {rule, state, seconds, leftOut} = alert;
	const what = leftOut > 0 ? leftOutText(alert) : subjectText(alert);
	const text = what === '' ? rule : `${rule}: ${what}`;
	return state === 'begin'
		? text
		: `over: ${text}${alert.kind === 'silence' ? '' : `, in ${span(seconds)} of ${lasted(alert)}`}`;
}

const lasted = ({time, since}: Alert) => span(Number(time) - Number(since));

function leftOutText({kind, state, leftOut}: Alert): string {
	const who = WHO[kind] ?? 'others';
	return state === 'begin'
		? `more ${who} at once than are told one by one`
		: `${count(leftOut)} more ${who}, not told one by one`;
}

function subjectText({kind, state, subject, value, seconds}: Alert): string {
	switch (kind) {
		case 'new-host':
			return subject ?? '';
		case 'host-rate':
		case 'flow-rate':
			return `${kind === 'flow-rate' ? flowText(subject ?? '') : subject}, ${state === 'end' ? 'at most ' : ''}${bitRate((value ?? 0) / 8)}`;
		case 'silence':
			return state === 'begin'
				? `${subject} has sent nothing for ${span(seconds)}`
				: `${subject} sends again after ${span(seconds)}`;
		case 'loss':
			return `${count(value)} ${value === 1 ? 'packet' : 'packets'} dropped`;
		case 'health':
			return `${state === 'end' ? 'at most ' : ''}${count(value)} in the last minute`;
	}
}

/** Of a flow's key: `tcp 192.0.2.1:50000 198.51.100.1:443`. */
function flowText(key: string): string {
	const [transport, a, aPort, b, bPort] = key.split(' ');
	return `${transport} ${endText({address: a, port: Number(aPort)})} ${endText({address: b, port: Number(bPort)})}`;
}
