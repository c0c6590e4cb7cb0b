/**
 * The results of a job as one snapshot. Each item counts once, whichever of its results comes: a file says the same every time. Sums are
 * exact; rows of lists, and how many different keys there were, are known within what is said of them, as those of a fleet.
 */
import {DEFAULTS} from '../../engine/options.js';
import {type FailedFile, SNAPSHOT_SCHEMA, type Snapshot} from '../../engine/snapshot.js';
import {sanitize} from '../../format/sanitize.js';
import {VERSION} from '../../version.js';
import {addCounters, type Counters, countersOf} from '../merge/counters.js';
import {type Counted, DistinctKeys} from '../merge/distinct-keys.js';
import {FleetLists, listsOf} from '../merge/lists.js';
import {mergedTables} from '../merge/tables.js';
import type {JobSheet} from './job.js';
import {joinedBandwidth} from './joined-bandwidth.js';
import type {Result} from './result.js';

/** Samples of bandwidth in a snapshot. */
const SAMPLES = 86_400;
/** Files whose bandwidth is put together at once. */
const BATCH = 64;

export class MergedResults {
	readonly #sheet: JobSheet;
	/** That the job has. */
	readonly #files: number;
	readonly #done = new Set<string>();
	readonly #failed: FailedFile[] = [];
	readonly #warnings: string[] = [];
	readonly #lists = new FleetLists();
	readonly #keys = new DistinctKeys();
	readonly #counted: Counted[] = [];
	#counters: Counters = addCounters([]);
	/** The first is that of all before. */
	#bandwidths: Snapshot['bandwidth'][] = [];
	readonly #linkTypes = new Set<string>();
	readonly #filters = new Set<string | null>();
	#snaplen = 0;

	constructor(sheet: JobSheet) {
		this.#sheet = sheet;
		this.#files = Object.keys(sheet.files).length;
	}

	get progress(): {files: number; done: number; packets: number} {
		return {files: this.#files, done: this.#done.size, packets: this.#counters.totals.packets};
	}

	get isComplete(): boolean {
		return this.#done.size === this.#files;
	}

	take({item, snapshot, error}: Result): void {
		const path = this.#sheet.files[item];
		if (path === undefined || this.#done.has(item)) {
			return;
		}
		this.#done.add(item);
		const failure = error ?? snapshot.error;
		if (failure !== null) {
			const message = failure.message.includes(sanitize(path))
				? failure.message
				: `${sanitize(path)}: ${failure.message}`;
			this.#failed.push({path, packets: snapshot?.totals.packets ?? 0, error: {...failure, message}});
		}
		if (snapshot !== null) {
			this.#count(snapshot);
		}
	}

	#count(snapshot: Snapshot): void {
		const {source, bandwidth, endpoints, conversations, flows, sketch, warnings = []} = snapshot;
		this.#counters = addCounters([this.#counters, countersOf(snapshot)]);
		this.#bandwidths.push(bandwidth);
		if (this.#bandwidths.length === BATCH) {
			this.#bandwidths = [joinedBandwidth(this.#bandwidths, SAMPLES)];
		}
		this.#lists.replace(null, listsOf(snapshot, false));
		this.#keys.take(sketch);
		this.#counted.push({
			endpoints: {ipv4: endpoints.ipv4, ipv6: endpoints.ipv6},
			conversations: {distinct: conversations.distinct},
			flows: {tcp: flows.tcp, udp: flows.udp, sctp: flows.sctp},
			...(sketch === undefined ? {} : {sketch: {key: sketch.key}}),
		});
		this.#warnings.push(...warnings);
		this.#filters.add(source.filter);
		this.#snaplen = Math.max(this.#snaplen, source.snaplen);
		for (const linkType of source.linkTypes) {
			this.#linkTypes.add(linkType);
		}
	}

	/** @param top rows of each list */
	snapshot(top: number = DEFAULTS.top): Snapshot {
		const {evicted, ...counters} = this.#counters;
		const keys = this.#keys.ranges(this.#counted);
		const {tables, distinct} = mergedTables(this.#lists, keys, evicted, top);
		const failed = this.#failed.toSorted((a, b) => (a.path < b.path ? -1 : 1));
		return {
			schema: SNAPSHOT_SCHEMA,
			generator: `netanal-tui ${VERSION}`,
			source: {
				kind: 'file',
				name: `job ${this.#sheet.job}`,
				format: null,
				linkTypes: [...this.#linkTypes],
				filter: this.#filters.size === 1 ? [...this.#filters][0] : null,
				snaplen: this.#snaplen,
			},
			...counters,
			queue: null,
			...tables,
			bandwidth: joinedBandwidth(this.#bandwidths, SAMPLES),
			recent: null,
			...(this.#warnings.length === 0 ? {} : {warnings: this.#warnings.toSorted()}),
			job: {
				id: this.#sheet.job,
				files: this.#files,
				done: this.#done.size,
				failed,
				distinct,
			},
			error: failed.at(0)?.error ?? null,
		};
	}
}
