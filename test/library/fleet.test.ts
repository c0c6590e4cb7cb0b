/** Fleets in the library, as it is built, over the real brokers. `npm run build` comes first. */
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import type * as Library from '../../source/library/index.js';
import {natsServer, rabbitMq, type TestBroker} from '../helpers/brokers.js';
import {until} from '../helpers/until.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const built = new URL('../../dist/engine.js', import.meta.url).href;
const {createEngine, createFleet, publish} = (await import(built)) as typeof Library;

async function withBroker(make: () => Promise<TestBroker>, use: (broker: TestBroker) => Promise<void>): Promise<void> {
	const broker = await make();
	try {
		await broker.start();
		await use(broker);
	} finally {
		await broker.close();
	}
}

it.each<[string, () => Promise<TestBroker>]>([
	['NATS', () => natsServer()],
	['RabbitMQ', () => rabbitMq()],
])('an engine tells a fleet over %s what it counts, and that it ended', {timeout: 120_000}, (_, make) =>
	withBroker(make, async ({url}) => {
		const fleet = await createFleet({url, interval: 100, top: 3});
		const seen: Snapshot[] = [];
		fleet.on('snapshot', snapshot => seen.push(snapshot));
		await fleet.start();
		const engine = createEngine({source: {kind: 'demo'}, interval: 100, recent: true, sketchSecret: 'common'});
		const telling = await publish(engine, {url, name: 'web1', interval: 0.5});
		await engine.start();
		await until(() => fleet.sensors.length === 1 && (seen.at(-1)?.totals.packets ?? 0) > 0);
		const last = await engine.stop();
		expect(await telling.end()).toBe(true);
		expect(await telling.end()).toBe(true);
		await until(() => seen.at(-1)?.fleet?.sensors[0].state === 'ended');
		const {totals, endpoints, fleet: all} = await fleet.stop();
		expect(totals).toEqual(last.totals);
		expect(endpoints.top).toHaveLength(3);
		expect(all?.distinct.endpoints.estimate).not.toBeNull();
		expect(all?.sensors).toMatchObject([{name: 'web1', state: 'ended', packets: last.totals.packets}]);
	}),
);

it.each([
	['no URL', {}, "options.url takes the URL of a broker, as 'nats://HOST', not undefined"],
	['a URL of another kind', {url: 'http://broker'}, /^a broker is nats:\/\/HOST\[:PORT\], .* not 'http:\/\/broker'$/],
	['a password in the URL', {url: 'nats://me:secret@broker'}, /^the broker's URL takes no user and no password/],
	['an option that is unknown', {url: 'nats://broker', filter: 'tcp'}, /^options\.filter is unknown: /],
	['an interval that is none', {url: 'nats://broker', interval: -1}, /^options\.interval takes .*, not -1$/],
	[
		'credentials that are none',
		{url: 'nats://broker', credentials: {token: 'x'}},
		/^options\.credentials\.token is unknown/,
	],
])('createFleet refuses %s', async (_, options, message) => {
	await expect(createFleet(options as Library.FleetSource)).rejects.toMatchObject({
		code: 'INVALID_ARGUMENT',
		message: typeof message === 'string' ? message : expect.stringMatching(message),
	});
});

it('publish refuses a name that is none, and tells of a broker that is not there', async () => {
	const engine = createEngine({source: {kind: 'demo'}});
	await expect(publish(engine, {url: 'nats://broker', name: 'web 1'})).rejects.toMatchObject({
		code: 'INVALID_ARGUMENT',
		message: 'options.name takes 1 to 64 letters, digits, - and _, not "web 1"',
	});
	await expect(publish(engine, {url: 'amqp://127.0.0.1:1', name: 'web1'})).rejects.toMatchObject({
		code: 'BROKER_UNREACHABLE',
	});
});

it('nothing of fleets and brokers is loaded until one is asked for', () => {
	// both clients load it; Node 24 loads `net` for purposes of its own
	const script = `
		const before = new Set(process.moduleLoadList);
		const {createEngine} = await import(${JSON.stringify(built)});
		createEngine({source: {kind: 'demo'}});
		const loaded = process.moduleLoadList.filter(name => !before.has(name));
		process.stdout.write(String(loaded.filter(name => /NativeModule (tls|_tls_wrap)$/.test(name))));
	`;
	const {stdout, stderr} = spawnSync(process.execPath, ['--input-type=module', '-e', script], {encoding: 'utf8'});
	expect({stdout, stderr}).toEqual({stdout: '', stderr: ''});
});

it('the example of a fleet runs as it stands', {timeout: 60_000}, () =>
	withBroker(natsServer, async ({url}) => {
		const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-example-'));
		fs.mkdirSync(path.join(folder, 'node_modules'));
		fs.symlinkSync(root, path.join(folder, 'node_modules/netanal-tui'));
		fs.copyFileSync(path.join(root, 'examples/fleet.js'), path.join(folder, 'fleet.mjs'));
		const child = spawn(process.execPath, [path.join(folder, 'fleet.mjs'), url, '2'], {
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let [said, complained] = ['', ''];
		child.stdout.on('data', text => {
			said += text;
		});
		child.stderr.on('data', text => {
			complained += text;
		});
		const status = await new Promise(resolve => child.once('close', resolve));
		fs.rmSync(folder, {recursive: true});
		expect({status, complained}).toEqual({status: 0, complained: ''});
		expect(said).toMatch(/^example-1: ended, [1-9]\d* packets\nexample-2: ended, [1-9]\d* packets\n$/m);
	}),
);
