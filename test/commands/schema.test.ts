/** Everything that carries a snapshot holds exactly what the published JSON Schema says. */
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {Ajv2020} from 'ajv/dist/2020.js';
import {afterAll, describe, expect, it} from 'vitest';
import {liveTestObstacle, NetworkPair} from '../helpers/netns.js';
import {smallCapture} from '../helpers/small-capture.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const cli = path.join(dist, 'cli.js');
const folder = mkdtempSync(path.join(tmpdir(), 'netanal-schema-'));
writeFileSync(path.join(folder, 'small.pcap'), smallCapture());
afterAll(() => rmSync(folder, {recursive: true}));

const run = (...args: string[]) =>
	spawnSync(process.execPath, [cli, ...args], {encoding: 'utf8', cwd: folder, input: ''});
const schema = JSON.parse(readFileSync(path.join(dist, 'snapshot.schema.json'), 'utf8'));
const validate = new Ajv2020({allErrors: true}).compile(closed(schema) as object);

/** The schema without room for fields that it does not name: what is written and not described is a mistake too. */
function closed(part: unknown): unknown {
	if (typeof part !== 'object' || part === null) {
		return part;
	}
	if (Array.isArray(part)) {
		return part.map(closed);
	}
	const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
	return copy.type === 'object' && 'properties' in copy ? {...copy, additionalProperties: false} : copy;
}

function check(text: string): void {
	validate(JSON.parse(text));
	expect(validate.errors).toBeNull();
}

describe('the JSON Schema of the snapshot', () => {
	it('is printed as it is published', () => {
		const {status, stdout, stderr} = run('schema');
		expect([status, stderr]).toEqual([0, '']);
		expect(JSON.parse(stdout)).toEqual(schema);
		expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
		expect(schema.title).toContain('netanal/snapshot@1');
	});

	it('refuses what is no snapshot', () => {
		const snapshot = JSON.parse(run('analyze', 'small.pcap', '--format', 'json').stdout);
		for (const change of [
			{schema: 'netanal/snapshot@2'},
			{totals: {...snapshot.totals, packets: '2'}},
			{totals: {...snapshot.totals, packets: 1.5}},
			{time: {...snapshot.time, min: '5'}},
			{drops: {kernel: null, queue: 0}},
			{source: {...snapshot.source, kind: 'demo'}},
			{surprise: 1},
		]) {
			expect(validate({...snapshot, ...change}), JSON.stringify(change)).toBe(false);
		}
	});

	it.each([
		[['small.pcap', '--format', 'json', '--top', 'all'], 0],
		[['cut.pcap', '--format', 'json'], 1],
		[['none.pcap', '--format', 'json'], 0],
	])('holds for analyze %j', (args, wanted) => {
		writeFileSync(path.join(folder, 'cut.pcap'), smallCapture().subarray(0, -3));
		writeFileSync(path.join(folder, 'none.pcap'), smallCapture().subarray(0, 24));
		const {status, stdout} = run('analyze', ...args);
		expect(status).toBe(wanted);
		check(stdout);
	});

	it('holds for every line of NDJSON, and for what export writes', () => {
		const lines = run('analyze', 'small.pcap', '--format', 'ndjson').stdout.trimEnd().split('\n');
		expect(lines.length).toBeGreaterThan(1);
		for (const line of lines) {
			check(line);
		}
		expect(run('export', 'small.pcap', '-o', 'export.json', '-o', 'export.ndjson').status).toBe(0);
		check(readFileSync(path.join(folder, 'export.json'), 'utf8'));
		for (const line of readFileSync(path.join(folder, 'export.ndjson'), 'utf8').trimEnd().split('\n')) {
			check(line);
		}
	});

	it('has the records of alerts, which stand among the lines of NDJSON', {timeout: 120_000}, async () => {
		const {createEngine} = await import(path.join(dist, 'engine.js'));
		const ends: Buffer[] = [];
		await using engine = createEngine({
			source: {kind: 'demo'},
			alerts: ['host > 1b/s', 'new host after 0s'],
			outputs: [{content: 'snapshots', path: null}],
			receive: async (bytes: Uint8Array) => void ends.push(Buffer.from(bytes)),
		});
		const told: object[] = [];
		engine.on('alert', (alert: object) => told.push(alert));
		await engine.start();
		await once(engine, 'alert');
		await engine.stop();
		const records = Buffer.concat(ends)
			.toString()
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line));
		const alerts = records.filter(record => record.schema === 'netanal/alert@1');
		expect(alerts).toEqual(told);
		expect(new Set(alerts.map(({kind}) => kind))).toEqual(new Set(['host-rate', 'new-host']));
		const {$defs} = closed(schema) as {$defs: object};
		const validateAlert = new Ajv2020({allErrors: true}).compile({$defs, $ref: '#/$defs/Alert'});
		for (const alert of alerts) {
			validateAlert(alert);
			expect(validateAlert.errors).toBeNull();
			expect(validate(alert)).toBe(false);
		}
	});

	it('holds for every snapshot of the demo, whose traffic has a bit of everything', async () => {
		const {createEngine} = await import(path.join(dist, 'engine.js'));
		await using engine = createEngine({source: {kind: 'demo', seed: 7}, interval: 50, top: 'all', count: 20_000});
		const seen: string[] = [];
		engine.on('snapshot', (snapshot: object) => seen.push(JSON.stringify(snapshot)));
		await engine.start();
		await once(engine, 'snapshot');
		await once(engine, 'snapshot');
		seen.push(JSON.stringify(await engine.stop()));
		expect(seen.length).toBeGreaterThan(2);
		for (const text of seen) {
			check(text);
		}
		const last = JSON.parse(seen.at(-1)!);
		expect(last.flows.top.length).toBeGreaterThan(0);
		expect(last.protocols.transport.length).toBeGreaterThan(0);
	});
});

const obstacle = liveTestObstacle();
describe.skipIf(obstacle !== null)(`on a live interface${obstacle === null ? '' : ` (not here: ${obstacle})`}`, () => {
	it('holds for capture', async () => {
		const pair = new NetworkPair();
		try {
			const args = [
				'netns',
				'exec',
				pair.receiver,
				process.execPath,
				cli,
				'capture',
				'veth0',
				'-c',
				'4',
				'--format',
				'json',
			];
			const capture = spawn('ip', args, {stdio: ['ignore', 'pipe', 'inherit']});
			let stdout = '';
			capture.stdout.on('data', chunk => {
				stdout += chunk;
			});
			const closed = once(capture, 'close');
			let ended = false;
			void closed.then(() => {
				ended = true;
			});
			// Until it has seen enough: when it is ready to see any, only it knows.
			while (!ended) {
				await pair.replay(path.join(folder, 'small.pcap'), 0);
			}
			check(stdout);
			expect(JSON.parse(stdout).totals.packets).toBe(4);
		} finally {
			pair.close();
		}
	});
});
