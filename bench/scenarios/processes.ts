/** What the helper's looks at all descriptors take, beside what it may take: processes with many sockets, as servers have. */
import {type ChildProcess, spawn} from 'node:child_process';
import {Descriptors} from '../../source/helper/descriptors.js';
import {LOOKING, SHORTEST_PAUSE} from '../../source/helper/owner-questions.js';
import {type BenchOptions, type BenchTable, median, type Scenario} from '../scenario.js';

const SOCKETS = 10_000;
/** Sockets of one process: descriptors are limited. */
const EACH = 1000;

/** Binds so many sockets, says so, and keeps them. */
const HOLDER = `
	let open = 0;
	for (let i = 0; i < ${EACH}; i++) {
		const socket = require('node:dgram').createSocket('udp4');
		socket.bind(0, '127.0.0.1', () => ++open === ${EACH} && console.log('open'));
	}`;

function holder(): Promise<ChildProcess> {
	const child = spawn(process.execPath, ['-e', HOLDER], {stdio: ['ignore', 'pipe', 'inherit']});
	return new Promise(resolve => child.stdout.once('data', () => resolve(child)));
}

export const processes: Scenario = {
	name: 'processes',
	about: `looks at all descriptors of a machine with ${SOCKETS} more sockets, and the share of a core that they take`,
	async run({rounds, say}: BenchOptions): Promise<BenchTable[]> {
		say(`opening ${SOCKETS} sockets`);
		const holders = await Promise.all(Array.from({length: SOCKETS / EACH}, holder));
		try {
			const descriptors = new Descriptors();
			let sockets = 0;
			const times = Array.from({length: rounds}, () => {
				const before = process.cpuUsage();
				sockets = descriptors.all().size;
				const {user, system} = process.cpuUsage(before);
				return (user + system) / 1000;
			});
			const took = median(times);
			const pause = Math.max(SHORTEST_PAUSE, took / LOOKING);
			return [
				{
					title: 'one look at all descriptors',
					columns: ['sockets', 'processor, ms', 'every, ms at least', 'share of a core'],
					rows: [
						{
							tool: 'helper',
							cells: [String(sockets), took.toFixed(1), pause.toFixed(0), `${((took / pause) * 100).toFixed(1)} %`],
						},
					],
					notes: [
						`node ${process.version}`,
						'looked at only while flows are new, or go on and were not asked about for long',
					],
				},
			];
		} finally {
			for (const child of holders) {
				child.kill();
			}
		}
	},
};
