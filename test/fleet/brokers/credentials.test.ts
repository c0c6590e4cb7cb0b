/** The program with credentials, from files and from the environment, on docs/fleet.md's NATS. `npm run build` comes first. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import {type DocumentedBroker, documentedNats, makeCertificates} from '../../helpers/documented-brokers.js';
import {liveTestObstacle} from '../../helpers/netns.js';
import {PROGRAM} from '../../helpers/program.js';

let at: DocumentedBroker;
const file = (name: string) => path.join(at.broker.folder, name);

beforeAll(async () => {
	at = await documentedNats();
	for (const {user, password} of [at.web1, at.fleet]) {
		fs.writeFileSync(file(user!), `${user}:${password}\n`, {mode: 0o600});
	}
	fs.writeFileSync(file('db1'), `${at.db1?.nkey}\n`, {mode: 0o600});
	fs.mkdirSync(file('other'));
	makeCertificates(file('other'));
}, 60_000);
afterAll(() => at?.broker.close());

function run(words: string[], environment: NodeJS.ProcessEnv = {}) {
	const env = {...process.env, NETANAL_CREDENTIALS: undefined, ...environment};
	const {status, stdout, stderr} = spawnSync(process.execPath, [PROGRAM, ...words], {encoding: 'utf8', env});
	return {status, stdout, stderr};
}

/** For a second. */
const fleet = (words: string[], environment?: NodeJS.ProcessEnv) =>
	run(['fleet', at.url, '--format', 'json', '-a', '1', '-q', ...words], environment);

it('are taken from a file that an option or the environment names', {timeout: 60_000}, () => {
	const byOption = fleet(['--ca', file('ca.pem'), '--credentials', file('fleet')]);
	const byEnvironment = fleet(['--ca', file('ca.pem')], {NETANAL_CREDENTIALS: file('fleet')});
	for (const {status, stdout, stderr} of [byOption, byEnvironment]) {
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
		expect((JSON.parse(stdout) as Snapshot).fleet?.sensors).toEqual([]);
	}
});

it.each([
	['none are given', () => ['--ca', file('ca.pem')], /refuses these credentials: .* \(see --credentials\)/],
	[
		'a sensor wants to listen',
		() => ['--ca', file('ca.pem'), '--credentials', file('web1')],
		/refuses these credentials: .* \(see --credentials\)/,
	],
	[
		'another authority signed the certificate',
		() => ['--ca', file('other/ca.pem'), '--credentials', file('fleet')],
		/and TLS do not agree: .*certificate.* \(see --ca, and tls:\/\/ in the URL\)/,
	],
])('are refused in one line where %s', {timeout: 60_000}, (_, words, line) => {
	const {status, stdout, stderr} = fleet(words());
	expect({status, stdout}).toEqual({status: 1, stdout: ''});
	expect(stderr).toMatch(new RegExp(`^netanal-tui: 127\\.0\\.0\\.1:\\d+ ${line.source}\\n$`));
});

it.skipIf(liveTestObstacle() !== null)('may be the seed of an nkey', {timeout: 60_000}, () => {
	const sensor = [
		'sensor',
		'lo',
		'--to',
		at.url,
		'--ca',
		file('ca.pem'),
		'--credentials',
		file('db1'),
		'-a',
		'1',
		'-q',
	];
	expect(run([...sensor, '--sensor-name', 'db1'])).toEqual({status: 0, stdout: '', stderr: ''});
	const wrong = run([...sensor, '--sensor-name', 'web1']);
	expect(wrong.status).toBe(1);
	expect(wrong.stderr).toMatch(
		/^netanal-tui: web1: the fleet is not told: not permitted to publish netanal\.sensor\.web1\./,
	);
	const {stdout} = fleet(['--ca', file('ca.pem'), '--credentials', file('fleet')]);
	expect((JSON.parse(stdout) as Snapshot).fleet?.sensors).toMatchObject([{name: 'db1', state: 'ended'}]);
});
