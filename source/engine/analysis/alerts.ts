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
	/** Of the first second that rows tell of, only the end is known. */
	#isFirstPartial = false;

	constructor(
		private readonly analysis: Watched,
		private readonly tell: (alert: Alert) => void,
	) {}

	get #firstWhole(): number {
		return this.analysis.analyzer.oldestSecond + (this.#isFirstPartial ? 1 : 0);
	}

	get areWanted(): boolean {
		return this.#rules.length > 0;
	}

	/** @param texts rules; what is none was refused before */
	set(texts: readonly string[]): void {
		const {analysis} = this;
		const {analyzer} = analysis;
		analyzer.batch.flush();
		const rules = texts.map(parseRule).filter(rule => typeof rule !== 'string');
		const hasBegun = analyzer.packets > 0;
		if (!this.areWanted && hasBegun) {
			this.#until = analysis.lastSecond();
		}
		if (rules.length > 0 && analyzer.windows === null) {
			analyzer.watch();
			this.#isFirstPartial = hasBegun;
		}
		this.#rules = rules;
		this.#watch.set(rules, () => ({
			firstSecond: Number.isFinite(analyzer.oldestSecond) ? analyzer.oldestSecond : null,
			hosts: () => hostsThatSent(analyzer),
			dropped: hasBegun ? analysis.lost : 0,
		}));
	}

	/** Looks at each second of a file as the first packet of a later one comes, whose time is not that of anybody's clock. */
	bySecondsOf(next: RecordSink): RecordSink {
		const clock = new CaptureClock();
		let second = Number.NEGATIVE_INFINITY;
		return {
			packet: (bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin) => {
				if (nanoseconds >= 0) {
					clock.add(seconds, nanoseconds);
					if (clock.second > second) {
						({second} = clock);
						this.look();
					}
				}
				next.packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin);
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
		const from = Math.max(this.#until + 1, last - MOST_SECONDS + 1, this.#firstWhole);
		for (let second = from; second <= last; second++) {
			for (const alert of this.#watch.look(watchedSecond(analyzer, second, analysis.lost))) {
				this.tell(alert);
			}
		}
		this.#until = last;
	}
}
