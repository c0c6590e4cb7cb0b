/** What the screens of busy traffic cost a link, all at the same time on the same interface; nload's beside them, where there is one. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../../test/helpers/netns.js';
import type {BenchOptions, BenchTable, Scenario} from '../scenario.js';
import {DashboardTerminal, pause} from '../terminal.js';
import {writeCapture} from '../traffic/generate.js';
import {ratios, versions} from '../versions.js';

/** Milliseconds that are measured, and before it. */
const MEASURED = 30_000;
const WARM_UP = 5000;
const PACKETS_PER_SECOND = 2000;

const SCREENS = [
	{name: 'the first screen', columns: 80, rows: 24, keys: ''},
	{name: 'the first screen', columns: 120, rows: 40, keys: ''},
	{name: 'flows, zoomed', columns: 200, rows: 60, keys: '5z'},
];

export const screens: Scenario = {
	name: 'screens',
	about: `bytes a second of screens on ${PACKETS_PER_SECOND} packets a second of the mix, beside nload (needs root)`,
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const title = `screens of ${PACKETS_PER_SECOND} packets a second`;
		const obstacle = liveTestObstacle();
		if (obstacle !== null) {
			return [{title, columns: [], rows: [], notes: [obstacle]}];
		}
		const file = path.join(options.captures, 'mix-screens.pcap');
		fs.mkdirSync(options.captures, {recursive: true});
		const packets = (PACKETS_PER_SECOND * (2 * WARM_UP + MEASURED)) / 1000;
		writeCapture(file, {kind: 'mix', packets, seed: options.seed});
		options.say('screens: all of them');
		return [{title, columns: ['bytes/s', 'frames/s', 'bytes/frame'], ...(await measured(options, file))}];
	},
};

async function measured(options: BenchOptions, file: string): Promise<Pick<BenchTable, 'rows' | 'notes'>> {
	const network = new NetworkPair();
	const before = ['ip', 'netns', 'exec', network.receiver];
	const ours = SCREENS.flatMap(({name, columns, rows, keys}) =>
		versions(options).map(({label, dist}) => ({
			tool: `${name}, ${columns}×${rows}${label}`,
			shown: new DashboardTerminal([INTERFACE], {columns, rows, before, dist}),
			keys,
		})),
	);
	const hasNload = spawnSync('nload', ['--help']).error === undefined;
	const program = ['nload', 'devices', INTERFACE];
	const theirs = hasNload
		? [{tool: 'nload, 80×24', shown: new DashboardTerminal([], {columns: 80, rows: 24, before, program}), keys: ''}]
		: [];
	const all = [...ours, ...theirs];
	try {
		for (const {shown, keys} of ours) {
			await shown.shows(/capturing/);
			shown.press(keys);
		}
		const sent = network.replay(file, PACKETS_PER_SECOND);
		await pause(WARM_UP);
		const first = all.map(({shown: {bytes, frames}}) => ({bytes, frames}));
		await pause(MEASURED);
		const figures = all.map(({shown}, at) => {
			const [bytes, frames] = [shown.bytes - first[at].bytes, shown.frames - first[at].frames];
			return [(bytes * 1000) / MEASURED, (frames * 1000) / MEASURED, bytes / frames];
		});
		await sent;
		const count = versions(options).length;
		const rows = all.flatMap(({tool}, at) => {
			const row = {
				tool,
				cells: figures[at].map((value, cell) => (Number.isFinite(value) ? value.toFixed(Number(cell === 1)) : '')),
			};
			const hasBase = count > 1 && at < ours.length && at % count === 1;
			return hasBase ? [row, {tool: 'ratio', cells: ratios(figures[at - 1], figures[at])}] : [row];
		});
		return {rows, notes: [`over ${MEASURED / 1000} s, all at the same time; node ${process.version}`]};
	} finally {
		for (const {shown} of all) {
			await shown.quit();
		}
		network.close();
	}
}
