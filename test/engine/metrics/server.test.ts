/** Who gets the figures by HTTP, and who does not. */
import {get, type RequestOptions} from 'node:http';
import {afterEach, expect, it} from 'vitest';
import {type MetricsOptions, type MetricsServer, NetanalError, serveMetrics} from '../../../source/engine/index.js';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import {endpoint, snapshotOf} from '../../helpers/snapshots.js';

const open: MetricsServer[] = [];
afterEach(async () => {
	await Promise.all(open.splice(0).map(server => server.close()));
});

const figures = snapshotOf({});

async function serve(options: Partial<MetricsOptions> = {}, snapshot = async (): Promise<Snapshot> => figures) {
	const server = await serveMetrics({snapshot}, {port: 0, ...options});
	open.push(server);
	return server;
}

/** @returns status, content type and text */
async function ask(server: MetricsServer, options: RequestOptions = {}, path = '/metrics', sent = () => {}) {
	return new Promise<{status?: number; type?: string; text: string}>((resolve, reject) => {
		const {hostname, port} = new URL(server.url);
		const request = get({hostname, port, path, ...options}, response => {
			let text = '';
			response.on('data', chunk => {
				text += chunk;
			});
			response.on('end', () => resolve({status: response.statusCode, type: response.headers['content-type'], text}));
		});
		request.on('finish', sent);
		request.on('error', reject);
	});
}

it('answers in the format that is asked for, on the loopback address', async () => {
	const server = await serve();
	expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
	const classic = await ask(server);
	expect(classic).toMatchObject({status: 200, type: 'text/plain; version=0.0.4; charset=utf-8'});
	const headers = {accept: 'application/openmetrics-text; version=1.0.0'};
	const text = await ask(server, {headers});
	expect(text).toMatchObject({status: 200, type: 'application/openmetrics-text; version=1.0.0; charset=utf-8'});
	expect(text.text).toMatch(/\nnetanal_packets_total \d+\n[\s\S]*\n# EOF\n$/);
	expect(await ask(server, {method: 'HEAD'})).toMatchObject({status: 200, text: ''});
});

it('refuses what is not there, and what would change something', async () => {
	const server = await serve();
	expect(await ask(server, {}, '/')).toMatchObject({status: 404});
	expect(await ask(server, {}, '/metrics?a=b')).toMatchObject({status: 200});
	expect(await ask(server, {method: 'POST'})).toMatchObject({status: 405});
});

it('is deaf to a page in a browser that calls it by a name of its own', async () => {
	const server = await serve();
	const asked = async (host: string) => (await ask(server, {headers: {host}})).status;
	expect(await asked('rebound.example:9464')).toBe(421);
	expect(await asked('127.0.0.1.example')).toBe(421);
	expect(await Promise.all(['localhost:9464', '127.0.0.1', '[::1]:9464', 'LOCALHOST'].map(asked))).toEqual([
		200, 200, 200, 200,
	]);
	// there names are how one asks
	const everywhere = await serve({host: '0.0.0.0'});
	expect(await ask(everywhere, {headers: {host: 'router.example'}})).toMatchObject({status: 200});
});

it('tells who knows the token, whatever the name, and nobody else', async () => {
	const server = await serve({token: 'c2VjcmV0'});
	const asked = async (authorization?: string) =>
		(await ask(server, {headers: {host: 'proxy.example', ...(authorization && {authorization})}})).status;
	expect(await asked('Bearer c2VjcmV0')).toBe(200);
	for (const other of [undefined, 'Bearer', 'Bearer c2VjcmV', 'Bearer c2VjcmV0x', 'Basic c2VjcmV0', 'c2VjcmV0']) {
		expect(await asked(other)).toBe(401);
	}
});

it('makes one snapshot for all who ask at the same time, and a new one for the next', async () => {
	let made = 0;
	const answers: ((snapshot: Snapshot) => void)[] = [];
	const server = await serve({top: 1}, () => {
		made++;
		return new Promise(resolve => answers.push(resolve));
	});
	let sent = 0;
	const first = [1, 2].map(() => ask(server, {}, '/metrics', () => sent++));
	while (sent < 2 || answers.length === 0) {
		await new Promise(setImmediate);
	}
	// an answer to who came last: both have been heard by then
	await ask(server, {}, '/');
	const busy = {...figures.endpoints, top: [endpoint('192.0.2.1', 7, 0), endpoint('192.0.2.2', 5, 0)]};
	answers[0](snapshotOf({endpoints: busy}));
	const texts = (await Promise.all(first)).map(({text}) => text);
	expect([made, texts[0] === texts[1]]).toEqual([1, true]);
	expect(texts[0].match(/address="[^"]+"/g)).toEqual(Array(4).fill('address="192.0.2.1"'));
	const next = ask(server);
	while (answers.length === 1) {
		await new Promise(setImmediate);
	}
	answers[1](figures);
	expect((await next).text).not.toContain('address=');
});

it('says so while there are no figures, and goes on', async () => {
	let fails = true;
	const server = await serve({}, async () => {
		if (fails) {
			throw new NetanalError('INVALID_ARGUMENT', 'snapshot() on an engine that was not started');
		}
		return figures;
	});
	expect(await ask(server)).toMatchObject({status: 503, text: 'there are no figures yet\n'});
	fails = false;
	expect(await ask(server)).toMatchObject({status: 200});
});

it.each([
	[{port: 65_536}, 'options.port takes a whole number from 0 to 65535, not 65536'],
	[{port: 0, top: 201}, 'options.top takes a whole number from 0 to 200, not 201'],
	[{port: 0, token: 'a b'}, 'options.token takes letters, digits and -._~+/=, not "a b"'],
	[{port: 0, path: '/'}, 'options.path is unknown: options takes an object with host, port, token and top'],
])('refuses %j', async (options, message) => {
	await expect(serve(options as Partial<MetricsOptions>)).rejects.toMatchObject({code: 'INVALID_ARGUMENT', message});
});

it('says in one line why it cannot listen', async () => {
	const {port} = new URL((await serve()).url);
	const refused = (options: Partial<MetricsOptions>) => serve(options).catch(error => `${error.code} ${error.message}`);
	expect(await refused({port: Number(port)})).toBe(
		`CANNOT_LISTEN cannot serve metrics on 127.0.0.1:${port}: the port is taken; take another one`,
	);
	expect(await refused({host: '2001:db8::1', port: 9464})).toMatch(
		/^CANNOT_LISTEN cannot serve metrics on \[2001:db8::1\]:9464: /,
	);
});
