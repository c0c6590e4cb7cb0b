/**
 * Looks at each whole second and tells what begins and what is over, by the rules. It knows the second only by what it is told of it:
 * no clock, no tables.
 */
import {ALERT_SCHEMA, type Alert, type TroubleKind} from '../snapshot.js';
import type {AlertRule} from './rule.js';

/** Hosts or flows that did something in a second; the numbers of rows hold for this second only. */
export interface ActiveRows {
	/** @param visit bytes both ways; packets of the host, or of who began the flow */
	each(visit: (row: number, bytes: number, packetsSent: number) => void): void;
	text(row: number): string;
}

export interface ActiveHosts extends ActiveRows {
	/** What tells hosts apart for good, and costs less than their texts. */
	key(row: number): number | string;
	/** Whether that host sent something in this second. */
	hasSent(address: string): boolean;
}

export interface WatchedSecond {
	/** Whole, on the packets' steady clock. */
	second: number;
	/** Null where not all rows of this second are known: nothing is told of them then. */
	hosts: ActiveHosts | null;
	flows: ActiveRows | null;
	/** Packets that were dropped so far, as far as that is known. */
	dropped: number;
	/** Of the minute that ends with this second. */
	inLastMinute(figure: TroubleKind): number;
}

/** What is known at the moment in which rules come into force. */
export interface Beginning {
	/** Of the capture; null = it is the first that will be looked at. */
	firstSecond: number | null;
	/** Keys of all hosts that have sent something. */
	hosts(): Iterable<number | string>;
	dropped: number;
}

/** Seconds in a row in which a thing is not so any more, until it is over. */
export const OVER = 10;

/** Begins that a rule tells of one by one in a minute; the others are one alert together. */
export const MOST_A_MINUTE = 20;

/** Subjects of a rule whose alert is not over, and those left out that are known as such. */
export const MOST_OPEN = 100;
const MOST_LEFT_OUT = 1 << 14;

/** Hosts that are not new to a rule. */
export const MOST_KNOWN = 1 << 18;

interface Open {
	subject: string | null;
	begun: number;
	/** The last second in which it was so. */
	last: number;
	seconds: number;
	value: number | null;
}

export class AlertWatch {
	#watched: readonly WatchedRule[] = [];

	/** @param mostKnown hosts that are not new to a rule */
	constructor(private readonly mostKnown = MOST_KNOWN) {}

	/** Rules that were there before go on as they were. */
	set(rules: readonly AlertRule[], beginning: () => Beginning): void {
		const known = beginning();
		this.#watched = rules.map(
			rule => this.#watched.find(each => each.rule.text === rule.text) ?? new WatchedRule(rule, known, this.mostKnown),
		);
	}

	/** @param second later than that of the look before */
	look(second: WatchedSecond): Alert[] {
		return this.#watched.flatMap(watched => watched.look(second));
	}
}

class WatchedRule {
	readonly #open = new Map<string | null, Open>();
	/** Those that were too many, together; who they were; how many. */
	#others: Open | null = null;
	readonly #leftOut = new Set<string>();
	#leftOutCount = 0;
	/** Begins told in the minute that began then. */
	#minute = Number.NEGATIVE_INFINITY;
	#told = 0;
	readonly #known: Set<number | string>;
	#firstSecond: number | null;
	/** In which the host sent something; null before the first second that is looked at. */
	#lastSent: number | null = null;
	#dropped: number;

	constructor(
		readonly rule: AlertRule,
		{firstSecond, hosts, dropped}: Beginning,
		private readonly mostKnown: number,
	) {
		this.#known = new Set(rule.kind === 'new-host' ? hosts() : []);
		this.#firstSecond = firstSecond;
		this.#dropped = dropped;
	}

	look(now: WatchedSecond): Alert[] {
		const {rule} = this;
		switch (rule.kind) {
			case 'new-host':
				return now.hosts === null ? [] : this.#newHosts(now.second, now.hosts, rule.learning);
			case 'host-rate':
				return this.#above(now.second, now.hosts, rule.above);
			case 'flow-rate':
				return this.#above(now.second, now.flows, rule.above);
			case 'silence':
				return now.hosts === null ? [] : this.#silence(now.second, now.hosts, rule);
			case 'loss': {
				const lost = now.dropped - this.#dropped;
				this.#dropped = now.dropped;
				return this.#step(now.second, lost > 0 ? new Map([[null, lost]]) : new Map());
			}
			case 'health': {
				const times = now.inLastMinute(rule.figure);
				return this.#step(now.second, times > rule.above ? new Map([[null, times]]) : new Map());
			}
		}
	}

	#above(second: number, rows: ActiveRows | null, above: number): Alert[] {
		if (rows === null) {
			return [];
		}
		const held = new Map<string, number>();
		rows.each((row, bytes) => {
			if (bytes > above) {
				held.set(rows.text(row), bytes * 8);
			}
		});
		return this.#step(second, held);
	}

	/** @param held subject → value, of those of whom it is so in this second */
	#step(second: number, held: ReadonlyMap<string | null, number>): Alert[] {
		// seconds that were not looked at count as well
		const told = this.#ended(second - 1);
		// the largest first, should they be too many
		for (const [subject, value] of [...held].sort(([, a], [, b]) => b - a)) {
			const open = this.#open.get(subject);
			if (open === undefined) {
				told.push(...this.#begin(second, subject, value));
			} else {
				open.last = second;
				open.seconds++;
				open.value = this.rule.kind === 'loss' ? open.value! + value : Math.max(open.value!, value);
			}
		}
		return [...told, ...this.#ended(second)];
	}

	/** What has not been so for long enough, when this second is over. */
	#ended(second: number): Alert[] {
		const isOver = ({last}: Open) => second - last >= OVER;
		const told: Alert[] = [];
		for (const [subject, open] of this.#open) {
			if (isOver(open)) {
				this.#open.delete(subject);
				told.push(this.#alert('end', open, open.last + 1));
			}
		}
		if (this.#others !== null && isOver(this.#others)) {
			told.push(this.#alert('end', this.#others, this.#others.last + 1, this.#leftOutCount));
			this.#others = null;
			this.#leftOut.clear();
			this.#leftOutCount = 0;
		}
		return told;
	}

	#begin(second: number, subject: string | null, value: number | null): Alert[] {
		if (subject !== null && (this.#leftOut.has(subject) || !this.#mayTell(second))) {
			return this.#leaveOut(second, subject);
		}
		const open = {subject, begun: second, last: second, seconds: 1, value};
		this.#open.set(subject, open);
		return [this.#alert('begin', open, second)];
	}

	#mayTell(second: number): boolean {
		if (second >= this.#minute + 60) {
			this.#minute = second;
			this.#told = 0;
		}
		return this.#open.size < MOST_OPEN && this.#told++ < MOST_A_MINUTE;
	}

	#leaveOut(second: number, subject: string | null): Alert[] {
		const isFirst = this.#others === null;
		this.#others ??= {subject: null, begun: second, last: second, seconds: 0, value: null};
		this.#others.seconds += this.#others.last < second || isFirst ? 1 : 0;
		this.#others.last = second;
		if (subject === null || !this.#leftOut.has(subject)) {
			this.#leftOutCount++;
		}
		if (subject !== null && this.#leftOut.size < MOST_LEFT_OUT) {
			this.#leftOut.add(subject);
		}
		return isFirst ? [this.#alert('begin', this.#others, second, 1)] : [];
	}

	#newHosts(second: number, hosts: ActiveHosts, learning: number): Alert[] {
		const told = this.#ended(second - 1);
		const known = this.#known;
		this.#firstSecond ??= second;
		const isLearning = second < this.#firstSecond + learning;
		hosts.each((row, _, packetsSent) => {
			const key = packetsSent > 0 ? hosts.key(row) : null;
			if (key === null || known.has(key)) {
				return;
			}
			const isFull = known.size >= this.mostKnown;
			if (!isFull) {
				known.add(key);
			}
			if (isLearning) {
				return;
			}
			// one that cannot be remembered may have been here before
			if (isFull || !this.#mayTell(second)) {
				told.push(...this.#leaveOut(second, null));
				return;
			}
			const host = {subject: hosts.text(row), begun: second, last: second, seconds: 1, value: null};
			told.push(this.#alert('begin', host, second));
		});
		return [...told, ...this.#ended(second)];
	}

	#silence(second: number, hosts: ActiveHosts, {address, seconds}: Extract<AlertRule, {kind: 'silence'}>): Alert[] {
		const hasSent = hosts.hasSent(address);
		this.#lastSent ??= second - 1;
		const from = this.#lastSent + 1;
		const open = this.#open.get(address);
		const told: Alert[] = [];
		// of a file, seconds without packets are not all looked at
		const length = (hasSent ? second : second + 1) - from;
		if (length >= seconds && open === undefined) {
			const begun = {subject: address, begun: from, last: second, seconds, value: null};
			this.#open.set(address, begun);
			told.push(this.#alert('begin', begun, from + seconds));
		}
		if (hasSent) {
			const over = this.#open.get(address);
			if (over !== undefined) {
				this.#open.delete(address);
				told.push(this.#alert('end', {...over, seconds: length}, second));
			}
			this.#lastSent = second;
		}
		return told;
	}

	#alert(state: Alert['state'], {subject, begun, seconds, value}: Open, time: number, leftOut = 0): Alert {
		const {rule} = this;
		const isRate = rule.kind === 'host-rate' || rule.kind === 'flow-rate';
		return {
			schema: ALERT_SCHEMA,
			rule: rule.text,
			kind: rule.kind,
			state,
			subject,
			time: stamp(time),
			since: stamp(begun),
			seconds,
			value: leftOut > 0 ? null : value,
			bound: isRate ? rule.above * 8 : rule.kind === 'health' ? rule.above : null,
			leftOut,
		};
	}
}

const stamp = (second: number) => `${second}.000000000`;
