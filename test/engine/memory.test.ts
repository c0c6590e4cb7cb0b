/** Peak resident memory of the whole program, and what survives a flood. The long form is `npm run bench -- --scenario analyze`. */
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {writeCapture} from '../../bench/traffic/generate.js';
import type {Kind} from '../../bench/traffic/kinds.js';
import {CaptureReader} from '../../source/engine/capture/capture-reader.js';
import type {Snapshot} from '../../source/engine/snapshot.js';

const LIMIT = 256 * 1024 * 1024;
const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-memory-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));

/** Tells the high-water mark of the process at its end, on descriptor 3. */
const TELL = `data:text/javascript,${encodeURIComponent(
	"import fs from 'node:fs'; process.on('exit', () => fs.writeSync(3, String(process.resourceUsage().maxRSS)));",
)}`;

async function analyze(file: string, ...options: string[]): Promise<{peak: number; snapshot: Snapshot}> {
	const words = ['--import', TELL, cli, 'analyze', file, '--format', 'json', ...options];
	const child = spawn(process.execPath, words, {stdio: ['ignore', 'pipe', 'inherit', 'pipe']});
	const all = async (stream: NodeJS.ReadableStream) => {
		let text = '';
		for await (const chunk of stream) {
			text += chunk;
		}
		return text;
	};
	const [output, peak] = await Promise.all([all(child.stdout!), all(child.stdio[3] as NodeJS.ReadableStream)]);
	return {peak: 1024 * Number(peak), snapshot: JSON.parse(output)};
}

function write(kind: Kind, packets: number): string {
	const file = path.join(folder, `${kind}.pcap`);
	writeCapture(file, {kind, packets});
	return file;
}

describe('memory stays within 256 MiB', () => {
	it.each<[Kind, number, string]>([
		['flows', 1_000_000, 'a flow per packet'],
		['names', 200_000, 'a name per packet'],
		['sni', 200_000, 'a server name per packet'],
	])(
		'%s × %i: %s',
		async (kind, packets) => {
			const file = write(kind, packets);
			const {peak, snapshot} = await analyze(file);
			expect(snapshot.totals.packets).toBe(packets);
			expect(peak).toBeGreaterThan(16 * 1024 * 1024);
			expect(peak).toBeLessThan(LIMIT);
			fs.rmSync(file);
		},
		120_000,
	);

	it('spoofed × 1000000: the talkers above 1 % survive it, with their error bound, and totals are exact', async () => {
		const packets = 1_000_000;
		const file = write('spoofed', packets);
		// What the talkers and the victim really sent and received: their addresses are 10.0.0.0/24.
		const truth = new Map<number, number>();
		let bytes = 0;
		const reader = new CaptureReader({
			packet(frame, start, _end, length) {
				bytes += length;
				for (const at of [start + 26, start + 30]) {
					if (frame[at] === 10 && frame[at + 1] === 0 && frame[at + 2] === 0) {
						truth.set(frame[at + 3], (truth.get(frame[at + 3]) ?? 0) + length);
					}
				}
			},
		});
		reader.push(fs.readFileSync(file));
		reader.finish();
		const heavy = [...truth].filter(([, sum]) => sum > bytes / 100);
		expect(heavy.length).toBe(21);

		for (const options of [[], ['--max-endpoints', '4k', '--max-conversations', '4k', '--max-flows', '8k']]) {
			const {peak, snapshot} = await analyze(file, '--top', '30', ...options);
			expect(peak).toBeLessThan(LIMIT);
			expect(snapshot.totals).toMatchObject({packets, bytes});
			expect(snapshot.endpoints.evicted).toBeGreaterThan(packets / 2);
			expect(snapshot.flows.evicted).toBeGreaterThan(0);
			for (const [host, sum] of heavy) {
				const shown = snapshot.endpoints.top.find(({address}) => address === `10.0.0.${host}`);
				expect(shown).toBeDefined();
				const counted = shown!.bytesSent + shown!.bytesReceived;
				expect(counted).toBeLessThanOrEqual(sum);
				expect(counted + shown!.errorBytes).toBeGreaterThanOrEqual(sum);
			}
		}
	}, 240_000);
});
