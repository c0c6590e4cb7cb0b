/** Outputs of the engine as it ships: files that are cut, merged and rotated, and streams. */
import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type * as Engine from '../../source/engine/index.js';
import {
	block,
	enhancedPacket,
	interfaceBlock,
	option,
	pcapHeader,
	pcapRecord,
	read,
	sectionHeader,
	simplePacket,
} from '../helpers/containers.js';
import {smallCapture} from '../helpers/small-capture.js';

const {createEngine} = (await import(new URL('../../dist/engine.js', import.meta.url).href)) as typeof Engine;

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'netanal-outputs-'));
	writeFileSync(at('small.pcap'), smallCapture());
});
afterEach(() => rmSync(folder, {recursive: true}));

/** A frame of its own for each number, 60 bytes. */
const frame = (number: number) => {
	const bytes = Buffer.alloc(60, number);
	bytes.writeUInt16BE(0x88b5, 12);
	return bytes;
};

/** Nanosecond pcap, a packet per second and number. */
const numbered = (times: readonly [seconds: number, nanoseconds: number][], first = 0) =>
	Buffer.concat([
		pcapHeader('big', {magic: 0xa1b2_3c4d}),
		...times.map(([seconds, nanoseconds], i) => pcapRecord('big', seconds, nanoseconds, frame(first + i), 60 + i)),
	]);

async function run(options: Omit<Engine.FileOptions, 'source'>, ...files: string[]) {
	const [first, ...others] = files.map(at);
	await using engine = createEngine({source: {kind: 'file', path: first, others}, interval: 0, ...options});
	await engine.start();
	return {snapshot: await engine.ended, files: engine.files};
}

it('what a pcapng calls its hosts names them, unless packets say otherwise', async () => {
	const nothing = new Uint8Array(0);
	const record = (address: string, name: string) =>
		option('big', 1, Buffer.concat([Buffer.from(address, 'hex'), Buffer.from(`${name}\0`)]));
	// UDP from 192.0.2.1 to 192.0.2.2; 192.0.2.1 is called what would turn a terminal blue
	const names = block(
		'big',
		4,
		record('c0000201', 'blue\u001b[44m'),
		record('c0000202', 'own.example'),
		option('big', 0, nothing),
	);
	const packets = read(smallCapture()).packets.map(({data}) => enhancedPacket('big', 0, 1n, Buffer.from(data, 'hex')));
	writeFileSync(at('named.pcapng'), Buffer.concat([sectionHeader('big'), interfaceBlock('big'), ...packets, names]));
	const {snapshot} = await run({}, 'named.pcapng');
	const named = snapshot.endpoints.top.map(({address, name, nameSource}) => [address, name, nameSource]);
	expect(named.sort()).toEqual([
		['192.0.2.1', 'blue\uFFFD[44m', 'pcapng'],
		['192.0.2.2', 'own.example', 'pcapng'],
	]);
});

describe.each([[true], [false]])('cutting (in this thread: %j)', inThread => {
	it('keeps every byte, length and nanosecond', async () => {
		writeFileSync(
			at('in'),
			numbered([
				[1, 999_999_999],
				[2, 0],
				[2, 1],
			]),
		);
		const outputs = (['pcap', 'pcapng'] as const).map(format => ({
			content: 'capture' as const,
			format,
			path: at(`out.${format}`),
		}));
		const {files} = await run({inThread, outputs}, 'in');
		const wanted = read(readFileSync(at('in'))).packets;
		for (const {path: file, packets, bytes} of files) {
			expect(packets).toBe(3);
			expect(read(readFileSync(file)).packets).toEqual(wanted);
			expect(readFileSync(file).length).toBe(bytes);
		}
	});

	it('says of packets without a timestamp what a format makes of them', async () => {
		const sections = [1, 2].flatMap(section => [
			sectionHeader('little'),
			block(
				'little',
				1,
				Buffer.alloc(8, 0).fill(1, 0, 1),
				option('little', 2, Buffer.from(`eth${section}`)),
				Buffer.alloc(4),
			),
			enhancedPacket('little', 0, 1_000_000n, frame(1)),
			simplePacket('little', frame(2)),
		]);
		// sections before the first packet become one
		writeFileSync(at('in'), Buffer.concat([...sections.slice(0, 2), ...sections.slice(4)]));
		const said = async (format: 'pcap' | 'pcapng', name: string) => {
			const {snapshot} = await run(
				{inThread, outputs: [{content: 'capture', format, path: at(`${name}.${format}`)}]},
				name,
			);
			return snapshot.warnings ?? [];
		};
		expect(await said('pcapng', 'in')).toEqual([
			'without a timestamp, and written as of 1970: 1 packet; pcapng leaves it open of its first interface alone',
		]);
		writeFileSync(at('both'), Buffer.concat(sections));
		expect(await said('pcapng', 'both')).toEqual([]);
		expect((await said('pcap', 'both')).at(-1)).toContain('written as of 1970: 2 packets;');
	});

	it('by time, from the first moment to before the last', async () => {
		writeFileSync(
			at('in'),
			numbered([
				[10, 5],
				[11, 4],
				[11, 5],
				[12, 4],
				[12, 5],
			]),
		);
		const output = (name: string) => ({
			inThread,
			outputs: [{content: 'capture', format: 'pcap', path: at(name)} as const],
		});
		const moment = (seconds: number, nanoseconds: number, relative = false) => ({seconds, nanoseconds, relative});
		await run({...output('a'), from: moment(11, 5), to: moment(12, 5)}, 'in');
		await run({...output('b'), from: moment(1, 0, true), to: moment(2, 0, true)}, 'in');
		const wanted = read(readFileSync(at('in'))).packets.slice(2, 4);
		expect(read(readFileSync(at('a'))).packets).toEqual(wanted);
		expect(read(readFileSync(at('b'))).packets).toEqual(wanted);
	});

	it('by filter and number: the first packets that it keeps', async () => {
		const {snapshot} = await run(
			{inThread, filter: 'udp src port 9', count: 1, outputs: [{content: 'packets', format: 'csv', path: at('a.csv')}]},
			'small.pcap',
		);
		expect(snapshot.totals.packets).toBe(1);
		expect(snapshot.source.filter).toBe('udp src port 9');
		expect(readFileSync(at('a.csv'), 'utf8').split('\r\n')[1]).toMatch(/^1,1700000001\.000000000,192\.0\.2\.2,9,/);
	});

	it('fails with libpcap’s words when the filter is wrong, and leaves no file', async () => {
		const options = {inThread, outputs: [{content: 'capture', format: 'pcap', path: at('a.pcap')} as const]};
		await expect(run({...options, filter: 'prt 9'}, 'small.pcap')).rejects.toMatchObject({
			code: 'FILTER_INVALID',
			message: "filter: can't parse filter expression: syntax error",
		});
		writeFileSync(at('empty.pcap'), pcapHeader('little'));
		await expect(run({...options, filter: 'prt 9'}, 'empty.pcap')).rejects.toMatchObject({code: 'FILTER_INVALID'});
		expect(readdirSync(folder).sort()).toEqual(['empty.pcap', 'small.pcap']);
	});
});

describe('merging', () => {
	it('is by time, over formats, and counts as one capture', async () => {
		writeFileSync(
			at('a.pcap'),
			numbered(
				[
					[1, 0],
					[4, 0],
					[5, 0],
				],
				0,
			),
		);
		const [micro, section] = [1_000_000n, [sectionHeader('little'), interfaceBlock('little')]];
		writeFileSync(
			at('b.pcapng'),
			Buffer.concat([
				...section,
				enhancedPacket('little', 0, 2n * micro, frame(10)),
				enhancedPacket('little', 0, 4n * micro, frame(11)),
			]),
		);
		const {snapshot} = await run(
			{inThread: true, outputs: [{content: 'capture', format: 'pcapng', path: at('all.pcapng')}]},
			'a.pcap',
			'b.pcapng',
		);
		expect(snapshot.totals.packets).toBe(5);
		expect(snapshot.source).toMatchObject({name: `${at('a.pcap')}, ${at('b.pcapng')}`, format: null});
		expect(read(readFileSync(at('all.pcapng'))).packets.map(({data}) => Number.parseInt(data.slice(0, 2), 16))).toEqual(
			[0, 10, 1, 11, 2],
		);
	});

	it('goes on with the others when one is damaged, and says which', async () => {
		writeFileSync(at('cut.pcap'), smallCapture().subarray(0, -3));
		const {snapshot} = await run({inThread: true}, 'small.pcap', 'cut.pcap');
		expect(snapshot.totals.packets).toBe(3);
		expect(snapshot.error).toMatchObject({code: 'DAMAGED', message: expect.stringContaining('cut.pcap: ')});
	});

	it('counts to its limit over all of them', async () => {
		expect((await run({inThread: true, count: 3}, 'small.pcap', 'small.pcap')).snapshot.totals.packets).toBe(3);
	});

	it('fails when there is nothing to show at all', async () => {
		await expect(run({inThread: true}, 'none.pcap', 'neither.pcap')).rejects.toMatchObject({code: 'FILE_UNREADABLE'});
	});
});

describe('snapshots by capture time', () => {
	it('are written at the end of each interval that had packets, and at the very end', async () => {
		writeFileSync(
			at('in'),
			numbered([
				[100, 1],
				[100, 2],
				[101, 0],
				[130, 0],
				[129, 0],
			]),
		);
		const {files} = await run({outputs: [{content: 'snapshots', path: at('s.ndjson')}], outputInterval: 1}, 'in');
		const lines = readFileSync(at('s.ndjson'), 'utf8')
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line));
		expect(lines.map(({totals}) => totals.packets)).toEqual([2, 3, 5]);
		expect(new Set(lines.map(({schema}) => schema))).toEqual(new Set(['netanal/snapshot@1']));
		expect(files).toMatchObject([{path: at('s.ndjson'), packets: 3}]);
	});
});

describe('rotation', () => {
	const rotate = (rotation: Engine.Rotation, format: 'pcap' | 'pcapng' = 'pcap') =>
		run({outputs: [{content: 'capture', format, path: at(`r.${format}`), rotation}]}, 'in');
	const rotated = () =>
		readdirSync(folder)
			.filter(name => name.startsWith('r_'))
			.sort();
	const seconds = (count: number) => Array.from({length: count}, (_, i): [number, number] => [1_700_000_000 + i, 0]);

	it('by time begins a file at the first packet past it', async () => {
		writeFileSync(at('in'), numbered(seconds(10)));
		await rotate({seconds: 4});
		expect(rotated()).toEqual([
			'r_00001_20231114221320.pcap',
			'r_00002_20231114221324.pcap',
			'r_00003_20231114221328.pcap',
		]);
		expect(rotated().map(name => read(readFileSync(at(name))).packets.length)).toEqual([4, 4, 2]);
	});

	it('by time begins a file when the clock is set back by as much, and none for packets that come late', async () => {
		const hour = seconds(10).map(([second]): [number, number] => [second - 3600, 0]);
		writeFileSync(at('in'), numbered([...seconds(4), [1_700_000_002, 0], ...hour]));
		await rotate({seconds: 5});
		expect(rotated().map(name => read(readFileSync(at(name))).packets.length)).toEqual([5, 5, 5]);
	});

	it.each(['pcap', 'pcapng'] as const)(
		'by size: no %s file is larger, and together they hold every packet',
		async format => {
			writeFileSync(at('in'), numbered(seconds(200)));
			await rotate({bytes: 5000}, format);
			const contents = rotated().map(name => readFileSync(at(name)));
			expect(contents.length).toBeGreaterThan(3);
			for (const content of contents) {
				expect(content.length).toBeLessThanOrEqual(5000);
			}
			expect(contents.flatMap(content => read(content).packets)).toEqual(read(readFileSync(at('in'))).packets);
			for (const content of contents) {
				expect(read(content).reader.error).toBeNull();
			}
		},
	);

	it('keeps the newest files, and no other file goes', async () => {
		writeFileSync(at('in'), numbered(seconds(10)));
		writeFileSync(at('r_00000_theirs.pcap'), 'theirs');
		const {files} = await rotate({seconds: 2, files: 2});
		expect(rotated()).toEqual(['r_00000_theirs.pcap', 'r_00004_20231114221326.pcap', 'r_00005_20231114221328.pcap']);
		expect(files.map(file => path.basename(file.path))).toEqual(rotated().slice(1));
	});

	it('of nothing is still one valid file', async () => {
		writeFileSync(at('in'), numbered([]));
		await rotate({bytes: 5000});
		expect(rotated()).toHaveLength(1);
		expect(read(readFileSync(at(rotated()[0]))).reader.error).toBeNull();
	});
});

describe('an output that cannot be', () => {
	it.each([
		['exists.pcap', 'FILE_EXISTS'],
		['link.pcap', 'FILE_UNWRITABLE'],
		['no/folder.pcap', 'FILE_UNWRITABLE'],
	])('%s stops it before the first packet, and takes the others along', async (name, code) => {
		writeFileSync(at('exists.pcap'), 'old');
		symlinkSync(at('exists.pcap'), at('link.pcap'));
		const outputs = ['fine.pcap', name].map(file => ({content: 'capture', format: 'pcap', path: at(file)}) as const);
		await expect(run({outputs}, 'small.pcap')).rejects.toMatchObject({code});
		expect(readFileSync(at('exists.pcap'), 'utf8')).toBe('old');
		expect(readdirSync(folder).sort()).toEqual(['exists.pcap', 'link.pcap', 'small.pcap']);
	});

	it('fails in the middle leaves the analysis whole: a disk that is full', async () => {
		const {snapshot} = await run({outputs: [{content: 'packets', format: 'ndjson', path: '/dev/full'}]}, 'small.pcap');
		expect(snapshot.totals.packets).toBe(2);
		expect(snapshot.error).toMatchObject({
			code: 'FILE_UNWRITABLE',
			message: 'cannot write /dev/full: the disk is full',
		});
	});

	it('pcap of two link types says what to do, and leaves no file of what can be read again', async () => {
		const ng = [sectionHeader('little'), interfaceBlock('little', {link: 1}), interfaceBlock('little', {link: 101})];
		writeFileSync(
			at('two'),
			Buffer.concat([...ng, enhancedPacket('little', 0, 1n, frame(1)), enhancedPacket('little', 1, 2n, frame(2))]),
		);
		const {snapshot, files} = await run({outputs: [{content: 'capture', format: 'pcap', path: at('one.pcap')}]}, 'two');
		expect(snapshot.totals.packets).toBe(2);
		expect(existsSync(at('one.pcap'))).toBe(false);
		expect(files).toEqual([]);
		expect(snapshot.error?.message).toMatch(/pcap holds one link type, and this capture has several; write pcapng$/);
	});
});

describe('writing while it runs', () => {
	it('begins and ends with the calls, and the file is there at once', async () => {
		await using engine = createEngine({source: {kind: 'demo', seed: 5}, interval: 20});
		await engine.start();
		await engine.startWriting(at('demo.pcapng'));
		expect(engine.writing).toBe(true);
		await expect(engine.startWriting(at('other.pcap'))).rejects.toThrow('call stopWriting() first');
		const before = (await engine.snapshot()).totals.packets;
		await new Promise<void>(resolve => {
			engine.on('snapshot', ({totals}) => {
				if (totals.packets >= before + 200) {
					resolve();
				}
			});
		});
		// its name is reserved
		expect(statSync(at('demo.pcapng')).size).toBe(0);
		const files = await engine.stopWriting();
		expect(engine.writing).toBe(false);
		const {packets, reader} = read(readFileSync(at('demo.pcapng')));
		expect(reader.error).toBeNull();
		expect(packets.length).toBeGreaterThanOrEqual(200);
		expect(files).toEqual([
			{path: at('demo.pcapng'), packets: packets.length, bytes: readFileSync(at('demo.pcapng')).length},
		]);
		await engine.startWriting(at('second.pcap'));
		await engine.stop();
		expect(read(readFileSync(at('second.pcap'))).reader.error).toBeNull();
	});

	it.each(['one.pcap', 'one.pcapng'])('writes the packets of one row alone, %s', async name => {
		await using engine = createEngine({source: {kind: 'demo', seed: 5}, interval: 20});
		await engine.start();
		const most = () => engine.snapshot().then(({endpoints}) => endpoints.top.at(0));
		let host = await most();
		while (host === undefined) {
			host = await most();
		}
		const {address} = host;
		const figures = async () => {
			const {endpoints, totals} = await engine.snapshot('all');
			const row = endpoints.top.find(each => each.address === address)!;
			return {own: row.packetsSent + row.packetsReceived, all: totals.packets};
		};
		const before = await figures();
		await engine.startWriting(at(name), {only: {address}});
		const from = await figures();
		while ((await figures()).own < from.own + 100) {
			// more comes
		}
		const until = await figures();
		const [file] = await engine.stopWriting();
		const after = await figures();
		expect(file.packets).toBeGreaterThanOrEqual(until.own - from.own);
		expect(file.packets).toBeLessThanOrEqual(after.own - before.own);
		expect(after.all - before.all).toBeGreaterThan(after.own - before.own);
		expect(read(readFileSync(at(name))).packets).toHaveLength(file.packets);
		const {endpoints, totals} = (await run({}, name)).snapshot;
		const row = endpoints.top.find(each => each.address === address)!;
		expect(row.packetsSent + row.packetsReceived).toBe(totals.packets);
	});

	it('does not end the capture when it fails', async () => {
		await using engine = createEngine({source: {kind: 'demo'}, interval: 20});
		await engine.start();
		writeFileSync(at('old.pcap'), 'old');
		await expect(engine.startWriting(at('old.pcap'))).rejects.toMatchObject({code: 'FILE_EXISTS'});
		const failed = new Promise(resolve => {
			engine.once('output-error', resolve);
		});
		await engine.startWriting('/dev/full');
		expect(await failed).toMatchObject({code: 'FILE_UNWRITABLE'});
		expect(engine.writing).toBe(false);
		expect((await engine.stop()).error).toBeNull();
	});
});

it('a slow reader is waited for: nothing of a file is left out', async () => {
	writeFileSync(at('in'), numbered(Array.from({length: 60_000}, (_, i): [number, number] => [i, 0])));
	let waiting = 0;
	let most = 0;
	let text = 0;
	const receive = async (bytes: Uint8Array) => {
		waiting += bytes.length;
		most = Math.max(most, waiting);
		await new Promise(resolve => {
			setImmediate(resolve);
		});
		waiting -= bytes.length;
		text += Buffer.from(bytes).toString().split('\n').length - 1;
	};

	await run({outputs: [{content: 'packets', format: 'ndjson', path: null}], receive}, 'in');
	expect(text).toBe(60_000);
	// What one chunk of the file can become, beyond what may wait.
	expect(most).toBeLessThan(8 * 1024 * 1024);
});
