/** Several tools on the same job, in turns, so that a busy moment of the machine hits all of them. */
import {type Measurement, measure} from './measure.js';
import {type BenchOptions, type BenchTable, median} from './scenario.js';

export interface Contender {
	tool: string;
	command: string[];
	/** Shell words that write its standard input. */
	input?: string;
}

/**
 * Runs the contenders in turns and compares medians; the second contender is what the ratio stands against.
 * @param packets packets in the job, for the packets per second; null where that says nothing
 */
export async function sideBySide(
	title: string,
	contenders: readonly Contender[],
	packets: number | null,
	options: BenchOptions,
): Promise<BenchTable> {
	const seen = new Map<Contender, Measurement[]>(contenders.map(contender => [contender, []]));
	// One round that does not count: page cache and code caches are warm for everyone.
	for (let round = 0; round <= options.rounds; round++) {
		for (const contender of contenders) {
			options.say(`${title}: ${round === 0 ? 'warm-up' : `round ${round} of ${options.rounds}`}, ${contender.tool}`);
			const measurement = await measure(contender.command, contender.input);
			if (round > 0) {
				seen.get(contender)?.push(measurement);
			}
		}
	}

	const column = (contender: Contender, key: keyof Measurement) => (seen.get(contender) ?? []).map(run => run[key]);
	const reference = median(column(contenders[Math.min(1, contenders.length - 1)], 'wall'));
	return {
		title,
		columns: [
			'median',
			'min – max',
			'ratio',
			'CPU',
			'peak memory',
			...(packets === null ? [] : ['packets/s', 'CPU/packet']),
		],
		rows: contenders.map(contender => {
			const walls = column(contender, 'wall');
			const wall = median(walls);
			const cpu = median(column(contender, 'cpu'));
			return {
				tool: contender.tool,
				cells: [
					milliseconds(wall),
					`${milliseconds(Math.min(...walls))} – ${milliseconds(Math.max(...walls))}`,
					`${(wall / reference).toFixed(2)} ×`,
					milliseconds(cpu),
					`${Math.round(median(column(contender, 'peak')) / 1e6)} MB`,
					...(packets === null
						? []
						: [`${(packets / wall / 1000).toFixed(2)} M`, `${Math.round((cpu * 1e6) / packets)} ns`]),
				],
			};
		}),
		notes: [`${options.rounds} rounds in turns after one warm-up; ratio to ${contenders[1]?.tool ?? 'itself'}.`],
	};
}

function milliseconds(value: number): string {
	return value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}
