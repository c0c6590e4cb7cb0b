/**
 * The protocol of the privileged helper: what it takes for a request, and that nothing which is sent changes more than what was granted.
 * Random messages of three kinds: any bytes, JSON of any form, and requests about names that are worth something to somebody.
 */
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Descriptors} from '../../source/helper/descriptors.js';
import {GrantedFiles} from '../../source/helper/granted-files.js';
import {Owners} from '../../source/helper/owners.js';
import {encode, type HelperAnswer, type HelperRequest, parseRequest} from '../../source/helper/protocol.js';
import {Requests} from '../../source/helper/requests.js';

const TYPES = [
	'look',
	'create',
	'open',
	'remove',
	'sync',
	'writable',
	'folder',
	'link',
	'rename',
	'sockets',
	'ping',
	'owners',
];
const QUERY = {transport: 'tcp', local: {address: '::1', port: 0}, remote: {address: '192.0.2.1', port: 65_535}};
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('a request', () => {
	it.each([
		{type: 'ping'},
		{type: 'sockets'},
		{type: 'owners', ...QUERY},
		{type: 'look', path: '/root/a.pcap'},
		{type: 'rename', path: '/root/.a.pcap.0123456789abcdef.tmp', to: '/root/a.pcap'},
	] as HelperRequest[])('%j', request => {
		expect(parseRequest(encode(request))).toEqual(request);
	});

	it.each([
		...[null, [], 'ping', 1, {}, {type: 1}, {type: 'begin'}, {type: 'toString'}, {type: '__proto__'}],
		...[{type: 'ping', path: '/a'}, {type: 'look'}, {type: 'look', to: '/a'}, {type: 'look', path: '/a', to: '/b'}],
		...[{transport: 'icmp'}, {local: null}, {local: {address: '::1'}}, {local: {...QUERY.local, port: 65_536}}].map(
			wrong => ({type: 'owners', ...QUERY, ...wrong}),
		),
		// whether command lines are told was said at the beginning
		...[{commands: true}, {command: true}].map(more => ({type: 'owners', ...QUERY, ...more})),
		...['1.2.3', 'fe80::1%eth0', 'localhost', 7].map(address => ({
			type: 'owners',
			...QUERY,
			local: {address, port: 1},
		})),
		...[0.5, -1, '80', null].map(port => ({type: 'owners', ...QUERY, remote: {address: '::1', port}})),
		...['a', '', './a', '/a/../b', '/a/./b', '//a', '/a\0b', `/${'a'.repeat(5000)}`, 1, null, ['/a'], {}].map(name => ({
			type: 'look',
			path: name,
		})),
	])('%j is none', value => {
		expect(parseRequest(bytesOf(value))).toBeNull();
	});

	it('is UTF-8, and one whole text of JSON', () => {
		expect(parseRequest(Buffer.from([0xff]))).toBeNull();
		expect(parseRequest(Buffer.from('{"type":"ping"}{"type":"ping"}'))).toBeNull();
		expect(parseRequest(Buffer.alloc(0))).toBeNull();
		expect(parseRequest(Buffer.from('['.repeat(60_000)))).toBeNull();
	});
});

/** Of messages at random, at most. */
const ROUNDS = 10;

describe('whatever is sent', () => {
	let top: string;
	let requests: Requests;
	const at = (...names: string[]) => path.join(top, ...names);

	/** Everything that is not granted, with its content. */
	function others(): string[] {
		return fs
			.readdirSync(top, {recursive: true, encoding: 'utf8'})
			.filter(name => !/^(in|cd)\/(\.?netanal-|\.?a(_|-|\.)|\.?f(-\d+)?\.json)/.test(name))
			.sort()
			.map(name => {
				const stats = fs.lstatSync(at(name));
				return `${name} ${stats.mode} ${stats.ino} ${stats.isFile() ? fs.readFileSync(at(name), 'utf8') : ''}`;
			});
	}

	beforeEach(() => {
		top = fs.realpathSync(fs.mkdtempSync('/tmp/netanal-protocol-'));
		for (const folder of ['in', 'cd', 'out', '.hidden']) {
			fs.mkdirSync(at(folder));
			fs.writeFileSync(at(folder, 'secret.json'), `of ${folder}`);
		}
		fs.symlinkSync(at('out'), at('in', 'netanal-out'));
		fs.symlinkSync(at('out'), at('link'));
		const files = new GrantedFiles({
			names: [
				{path: at('in', 'a.pcap'), force: false},
				{path: at('in', 'f.json'), force: true},
			],
			folder: at('in'),
		});
		requests = new Requests(files, null, new Owners(() => null, new Descriptors()));
	});
	afterEach(() => fs.rmSync(top, {recursive: true}));

	// Few, so that what one message makes the next one finds.
	const RANDOM = fc.constantFrom('0123456789abcdef', 'fedcba9876543210');
	const name = fc.oneof(
		fc.constantFrom('a.pcap', 'a-2.pcap', 'f.json', 'netanal-x-1.json', 'netanal-out', 'secret.json', '.a.pcap.lock'),
		fc.constantFrom('.bashrc', '..', '.', 'authorized_keys', 'netanal-x.sh', 'a_00001_20260101000000.pcap'),
		RANDOM.map(hex => `.a.pcap.${hex}.tmp`),
		RANDOM.map(hex => `.netanal-x-1.json.${hex}.tmp`),
		fc.string({maxLength: 12}),
	);
	// Two folders of the tree may be asked for later; what lies in the others must stay as it is.
	const file = fc
		.tuple(fc.constantFrom('in', 'in', 'in', 'cd', 'out', '.hidden', 'link', 'in/netanal-out', 'in/../out'), name)
		.map(([folder, each]) => `${'TOP'}/${folder}/${each}`);
	const place = fc.oneof(
		{weight: 8, arbitrary: file},
		fc.constantFrom('/etc/passwd', '/', 'TOP/in', '/proc/self/fd/0'),
	);
	const request = fc.oneof(
		fc.record({type: fc.constantFrom('ping', 'sockets')}),
		fc.record({
			type: fc.constant('owners'),
			transport: fc.constantFrom('tcp', 'udp', 'sctp'),
			local: fc.record({
				address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
				port: fc.integer({min: -1, max: 70_000}),
			}),
			remote: fc.record({address: fc.ipV4(), port: fc.nat(65_535)}),
		}),
		fc.record({type: fc.constantFrom('sync', 'writable'), path: fc.constantFrom('TOP/in', 'TOP/cd', 'TOP/out')}),
		fc.record({type: fc.constantFrom(...TYPES.filter(type => type !== 'folder')), path: place}),
		fc.record({type: fc.constantFrom('link', 'rename'), path: place, to: place}),
		fc.record({
			type: fc.constantFrom('folder'),
			path: fc.constantFrom('TOP/cd', 'TOP/.hidden', '/etc', 'TOP/in/f.json'),
		}),
	);
	const message = fc.oneof(
		{weight: 20, arbitrary: request.map(value => JSON.stringify(value))},
		{weight: 2, arbitrary: fc.json()},
		{weight: 2, arbitrary: fc.string()},
	);

	it('only what is granted changes, each message is answered, and no descriptor is left', () => {
		const before = others();
		const openBefore = () => fs.readdirSync('/proc/self/fd').length;
		const send = (text: string, descriptors: number[] = []): HelperAnswer => {
			const answer = requests.answer(Buffer.from(text.replaceAll('TOP', top)), descriptors);
			if ('descriptor' in answer && answer.descriptor !== undefined) {
				fs.closeSync(answer.descriptor);
			}
			return answer;
		};
		send('{"type":"folder","path":"TOP/cd"}');
		const open = openBefore();
		const granted = new Set<string>();
		const grantable = TYPES.filter(type => type !== 'sockets').sort();
		// by chance alone one of them may be missing after the first round
		for (let round = 0; round < ROUNDS && granted.size < grantable.length; round++) {
			fc.assert(
				fc.property(fc.array(message, {maxLength: 60, size: 'max'}), texts => {
					for (const text of texts) {
						const answer = send(text, text.length % 17 === 0 ? [fs.openSync('/dev/null', 'r')] : []);
						expect(encode(answer).length).toBeLessThan(1024);
						if (answer.ok) {
							granted.add(JSON.parse(text).type);
						}
					}
					expect(others()).toEqual(before);
				}),
				{numRuns: 300},
			);
		}
		expect(openBefore()).toBe(open);
		// It was a trial of something: all that can be granted was.
		expect([...granted].sort()).toEqual(grantable);
	});

	it('a descriptor is believed to be what it was sent as only when the kernel says so', () => {
		for (const file of ['/dev/null', '/proc/self/status', '/dev/zero']) {
			const descriptor = fs.openSync(file, 'r');
			expect(requests.answer(bytesOf({type: 'sockets'}), [descriptor])).toEqual({ok: false, code: 'NOT_GRANTED'});
			expect(() => fs.fstatSync(descriptor)).toThrow('EBADF');
		}
		expect(requests.listeners).toEqual([]);
	});
});
