/** Results of a job put together, what is refused of them, and which files a job has. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {analyseItem} from '../../../source/commands/jobs/analyse-item.js';
import {capturesIn, passedOverText} from '../../../source/commands/jobs/captures-in.js';
import {realPath} from '../../../source/commands/jobs/real-path.js';
import {type JobSheet, WORK_SCHEMA, type WorkItem} from '../../../source/fleet/jobs/job.js';
import {joinedBandwidth} from '../../../source/fleet/jobs/joined-bandwidth.js';
import {MergedResults} from '../../../source/fleet/jobs/merged-results.js';
import {plannedJob} from '../../../source/fleet/jobs/planned-job.js';
import {decodeResult, encodeResult, resultOf} from '../../../source/fleet/jobs/result.js';
import {decodeItem} from '../../../source/fleet/jobs/work-item.js';
import {encode, LARGEST_DEFLATED} from '../../../source/fleet/message/codec.js';
import {seeded} from '../../engine/collector/random.js';
import {smallCapture} from '../../helpers/small-capture.js';
import {endpoint, healthOf, secondsOfTcp, snapshotOf} from '../../helpers/snapshots.js';
import {OPTIONS} from './made-captures.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-results-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));

const [A, B] = ['a'.repeat(16), 'b'.repeat(16)];
const SHEET: JobSheet = {
	schema: WORK_SCHEMA,
	job: 'c'.repeat(16),
	secret: 's',
	files: {[A]: '/a.pcap', [B]: '/b.pcap'},
};
const totalsOf = (packets: number) => ({...snapshotOf({}).totals, packets, bytes: 100 * packets});

it('counts each file once, and takes nothing for a file that the job does not have', () => {
	const merged = new MergedResults(SHEET);
	merged.take(resultOf(A, snapshotOf({totals: totalsOf(3)})));
	merged.take(resultOf(A, snapshotOf({totals: totalsOf(3)})));
	merged.take(resultOf('d'.repeat(16), snapshotOf({totals: totalsOf(50)})));
	expect(merged.isComplete).toBe(false);
	merged.take(resultOf(B, snapshotOf({totals: totalsOf(4)})));
	expect(merged.isComplete).toBe(true);
	expect(merged.snapshot().totals).toMatchObject({packets: 7, bytes: 700});
});

it('adds up the bandwidth of all files exactly, in the longest of their intervals, and in longer ones where they are many', () => {
	const sample = (time: number, packets: number) => ({time: `${time}.000000000`, packets, bytes: 10 * packets});
	const parts = [
		{intervalSeconds: 1, samples: [sample(-1, 1), sample(3, 2), sample(4, 4)]},
		{intervalSeconds: 4, samples: [sample(0, 8), sample(8, 16)]},
	];
	expect(joinedBandwidth(parts, 10)).toEqual({
		intervalSeconds: 4,
		samples: [sample(-4, 1), sample(0, 10), sample(4, 4), sample(8, 16)],
	});
	expect(joinedBandwidth(parts, 2)).toEqual({intervalSeconds: 16, samples: [sample(-16, 1), sample(0, 30)]});
});

it('hands on a snapshot whose timestamps jumped', () => {
	const time = {first: '-5.000000000', last: '9.000000000', min: '-5.000000000', max: '9.000000000'};
	const stretches = [
		{first: -5, last: -5, shift: 0},
		{first: 9, last: 9, shift: -14},
	];
	const snapshot = snapshotOf({time: {...time, elapsed: '0.000000000', jumps: 1, stretches}});
	expect(decodeResult(encodeResult(resultOf(A, snapshot)))).toEqual(resultOf(A, snapshot));
});

it('hands on a snapshot of hours of TCP, without its seconds', () => {
	const snapshot = snapshotOf({health: healthOf({})});
	const measured = {...snapshot, health: {...healthOf({}), series: secondsOfTcp(3600)}};
	expect(decodeResult(encodeResult(resultOf(A, measured)))).toEqual(resultOf(A, snapshot));
});

it('leaves rows out that are too many for a message, and says how much they may have', () => {
	const next = seeded(3);
	const name = () => Array.from({length: 1000}, () => String.fromCharCode(97 + Math.floor(26 * next()))).join('');
	const top = Array.from({length: 1000}, (_, i) => endpoint(`192.0.2.${i}`, 5000 - i, 0, name() + name()));
	const {endpoints} = snapshotOf({});
	const bytes = encodeResult(resultOf(A, snapshotOf({endpoints: {...endpoints, unlistedBytes: 0, top}})));
	expect(bytes.length).toBeLessThanOrEqual(LARGEST_DEFLATED);
	const {snapshot} = decodeResult(bytes);
	expect(snapshot?.endpoints.top.length).toBe(500);
	expect(snapshot?.endpoints.unlistedBytes).toBe(4500);
});

describe('what is no message of ours', () => {
	it.each([
		['another schema', {schema: 'netanal/result@2', item: A, snapshot: null, error: {code: 'x', message: 'y'}}],
		['no item', {schema: 'netanal/result@1', item: '../..', snapshot: null, error: {code: 'x', message: 'y'}}],
		['neither a snapshot nor an error', {schema: 'netanal/result@1', item: A, snapshot: null, error: null}],
		['a snapshot that is none', {schema: 'netanal/result@1', item: A, snapshot: {schema: 'x'}, error: null}],
	])('is refused as a result: %s', (_, message) => {
		expect(() => decodeResult(encode(message))).toThrow();
	});

	it.each([
		['a relative path', {path: 'a.pcap'}],
		['a path with a zero byte', {path: '/a\0'}],
		['no options', {options: null}],
		['no job', {job: 'x'}],
	])('is refused as work: %s', (_, part) => {
		const item = {schema: WORK_SCHEMA, job: A, item: B, path: '/a.pcap', options: OPTIONS, secret: 's'};
		expect(decodeItem(encode(item))).toEqual(item);
		expect(() => decodeItem(encode({...item, ...part}))).toThrow();
	});
});

describe('the files of a job', () => {
	const write = (name: string) => {
		fs.mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		fs.writeFileSync(path.join(folder, name), name);
	};

	it('are those with the name of a capture in folders, what is named itself, and each once', () => {
		for (const name of ['a.pcap', 'in/b.PCAPNG.gz', 'in/c.pcap3', 'in/d.cap.zst', 'in/notes.txt', 'odd']) {
			write(name);
		}
		fs.symlinkSync(folder, path.join(folder, 'in/round'));
		fs.symlinkSync(path.join(folder, 'a.pcap'), path.join(folder, 'in/again.pcap'));
		fs.symlinkSync('/nowhere', path.join(folder, 'in/lost.pcap'));
		const found = capturesIn([folder, path.join(folder, 'odd')]).map(file => path.relative(folder, file.path));
		expect(found).toEqual(['a.pcap', 'in/b.PCAPNG.gz', 'in/c.pcap3', 'in/d.cap.zst', 'odd']);
	});

	it.skipIf(process.platform !== 'linux')(
		'whose names are not UTF-8 are told, and so are folders and links to them',
		() => {
			const place = path.join(folder, 'raw');
			fs.mkdirSync(place);
			const raw = (name: string) => Buffer.concat([Buffer.from(`${place}/`), Buffer.from(name, 'latin1')]);
			const told: string[][] = [];
			const look = (...names: string[]) => capturesIn(names, names => told.push([...names]));
			fs.writeFileSync(raw('notes\xe9.txt'), '');
			expect(() => look(place)).toThrow(/^no captures/);
			expect(told).toEqual([]);
			fs.writeFileSync(raw('b\xe9.pcap'), '');
			fs.mkdirSync(raw('c\xe9'));
			fs.symlinkSync(raw('b\xe9.pcap'), path.join(place, 'link.pcap'));
			fs.symlinkSync(raw('nowhere\xe9.pcap'), path.join(place, 'lost.pcap'));
			const names = ['b\udce9.pcap', 'c\udce9'].map(name => path.join(fs.realpathSync(place), name));
			expect(() => look(place)).toThrow(/^no captures/);
			expect(told.splice(0)).toEqual([names]);
			write('raw/a.pcap');
			expect(look(place).map(file => path.basename(file.path))).toEqual(['a.pcap']);
			expect(told.splice(0)).toEqual([names]);
			expect(passedOverText(names)).toBe(
				`passed over: $'${place}/b\\xe9.pcap' and 1 more: their names are not UTF-8, and workers are told names as text; rename them and hand the folder in again: mv $'${place}/b\\xe9.pcap' NAME`,
			);
			for (const name of [...names, path.join(place, 'link.pcap')]) {
				expect(() => look(name)).toThrow(/\\xe9(\.pcap)?': its name is not UTF-8, .*; rename it: mv \$'/);
			}
			fs.rmSync(place, {recursive: true});
		},
	);

	it('are read by their real names below a folder alone, whatever the bytes of its name', async () => {
		if (process.platform !== 'linux') {
			return;
		}
		const raw = (name: string) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);
		for (const name of ['d\xe8', 'd\xe9']) {
			fs.mkdirSync(raw(name));
			fs.writeFileSync(raw(`${name}/x.pcap`), smallCapture());
		}
		fs.symlinkSync(raw('d\xe9'), path.join(folder, 'there'));
		const item: WorkItem = {
			schema: WORK_SCHEMA,
			job: A,
			item: B,
			path: path.join(folder, 'there/x.pcap'),
			options: OPTIONS,
			secret: 's',
		};
		const below = (name: string) => analyseItem(item, [realPath(path.join(folder, name))]).result;
		expect((await below('there'))?.snapshot?.totals.packets).toBe(2);
		expect((await below('d\udce8'))?.error?.message).toMatch(/outside of what this worker was given/);
		for (const name of ['d\xe8', 'd\xe9']) {
			fs.rmSync(raw(name), {recursive: true});
		}
		fs.rmSync(path.join(folder, 'there'));
	});

	it('are missing in one line', () => {
		fs.mkdirSync(path.join(folder, 'empty'));
		expect(() => capturesIn([path.join(folder, 'empty')])).toThrow(
			/^no captures \(\.pcap, \.pcapng, \.cap …\) in .*empty$/,
		);
		expect(() => capturesIn(['/nowhere'])).toThrow(/^cannot read \/nowhere: no such file/);
		expect(() => capturesIn(['/dev/null'])).toThrow(/^\/dev\/null is neither a file nor a folder/);
	});

	it('make another job when one of them changes, or the way in which they are analysed', () => {
		const file = {path: '/a.pcap', size: 1, modified: 1};
		const {id} = plannedJob([file], OPTIONS);
		expect(plannedJob([{...file}], {...OPTIONS}).id).toBe(id);
		const others = [plannedJob([{...file, modified: 2}], OPTIONS), plannedJob([file], {...OPTIONS, filter: 'tcp'})];
		expect(new Set([id, ...others.map(other => other.id)]).size).toBe(3);
	});
});
