/** The alerts of an analysis: each second that is over is looked at once, by the rules in force. Without rules nothing is done. */
import {type AlertRule, parseRule} from '../alerts/rule.js';
import {AlertWatch} from '../alerts/watch.js';
import type {RecordSink} from '../capture/container.js';
import type {Analyzer} from '../collector/analyzer.js';
import {CaptureClock} from '../collector/capture-clock.js';
import {hostsThatSent, watchedSecond} from '../collector/watched-second.js';
import type {Alert} from '../snapshot.js';

/** Seconds back that are looked at where time has jumped on: so much is known of rows for certain. */
const MOST_SECONDS = 60;

const needsRows = ({kind}: AlertRule) => kind !== 'loss' && kind !== 'health';

/** The analysis that alerts are of. */
interface Watched {
	readonly analyzer: Analyzer;
	/** The last whole one. */
	lastSecond(): number;
	/** Packets that were dropped so far. */
	readonly lost: number;
}

export class Alerts {
	readonly #watch = new AlertWatch();
	#rules: readonly AlertRule[] = [];
	/** Seconds up to this one have been looked at. */
	#until = Number.NEGATIVE_INFINITY;

	constructor(
		private readonly analysis: Watched,
		private readonly tell: (alert: Alert) => void,
	) {}

	get areWanted(): boolean {
		return this.#rules.length > 0;
	}

	/** @param texts rules; what is none was refused before */
	set(texts: readonly string[]): void {
		const {analysis} = this;
		const {analyzer} = analysis;
		analyzer.batch.flush();
		const rules = texts.map(parseRule).filter(rule => typeof rule !== 'string');
		const hasBegun = Number.isFinite(analyzer.newestSecond);
		if (!this.areWanted && hasBegun) {
			this.#until = analysis.lastSecond();
		}
		if (rules.some(needsRows) && analyzer.windows === null) {
			analyzer.watch();
			// of the second that goes on, a part is not known
			this.#until = Math.max(this.#until, analyzer.newestSecond);
		}
		this.#rules = rules;
		this.#watch.set(rules, () => ({
			firstSecond: hasBegun ? analyzer.oldestSecond : null,
			hosts: () => hostsThatSent(analyzer),
			dropped: hasBegun ? analysis.lost : 0,
		}));
	}

	/** Looks at each second of a file as the first packet of a later one comes, whose time is not that of anybody's clock. */
	bySecondsOf(next: RecordSink): RecordSink {
		const clock = new CaptureClock();
		let second = Number.NEGATIVE_INFINITY;
		return {
			packet: (bytes, start, end, wireLength, seconds, nanoseconds, linkType) => {
				if (nanoseconds >= 0) {
					clock.add(seconds, nanoseconds);
					if (clock.second > second) {
						({second} = clock);
						this.look();
					}
				}
				next.packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType);
			},
			flush: () => next.flush?.(),
		};
	}

	/** Looks at the seconds that are over since the last time. */
	look(): void {
		if (!this.areWanted) {
			return;
		}
		const {analysis} = this;
		const {analyzer} = analysis;
		analyzer.batch.flush();
		const last = analysis.lastSecond();
		if (!Number.isFinite(last) || last <= this.#until) {
			return;
		}
		const from = Math.max(this.#until + 1, last - MOST_SECONDS + 1, analyzer.oldestSecond);
		for (let second = from; second <= last; second++) {
			for (const alert of this.#watch.look(watchedSecond(analyzer, second, analysis.lost))) {
				this.tell(alert);
			}
		}
		this.#until = last;
	}
}
