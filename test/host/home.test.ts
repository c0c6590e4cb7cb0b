/** Whose settings and filters are used, and that root shows nobody what they may not read. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {configPath, readConfig} from '../../source/commands/dashboard/config.js';
import {type AccountBook, systemAccounts} from '../../source/engine/libpcap/accounts.js';
import {homeOf, readSmallFile} from '../../source/host/home.js';
import {PastFilters, parsePastFilters, pastFiltersFile, readPastFilters} from '../../source/host/past-filters.js';

const OTHER = 4711;
const isRoot = process.geteuid?.() === 0;
let folder: string;
const own = () => ({folder, invokingUid: null});

beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-home-'));
});
afterEach(() => fs.rmSync(folder, {recursive: true, force: true}));

describe('the home', () => {
	const anna = {uid: 1000, gid: 1000, name: 'anna', home: '/home/anna'};
	const book: AccountBook = {
		byName: name => (name === 'anna' ? anna : null),
		byUid: uid => (uid === 1000 ? anna : null),
	};
	const home = (environment: NodeJS.ProcessEnv, root = true) => homeOf(environment, root, async () => book);
	const mine = {folder: os.homedir(), invokingUid: null};
	const hers = {folder: '/home/anna', invokingUid: 1000};

	it.each([
		['sudo', {SUDO_UID: '1000', SUDO_GID: '1000'}, hers],
		['pkexec', {PKEXEC_UID: '1000'}, hers],
		['doas', {DOAS_USER: 'anna'}, hers],
		['a root shell', {}, mine],
		['sudo by root', {SUDO_UID: '0'}, mine],
		['a user without an account', {SUDO_UID: '1001'}, mine],
		['nonsense', {SUDO_UID: '../etc'}, mine],
	])('is, under %s, that of who called', async (_, environment, expected) => {
		expect(await home(environment)).toEqual(expected);
	});

	it('is the own one without root, whatever the environment says', async () => {
		expect(await home({SUDO_UID: '1000'}, false)).toEqual(mine);
	});

	it('is known of real accounts', async () => {
		const line = /^root:.*$/m.exec(fs.readFileSync('/etc/passwd', 'utf8'))![0];
		expect((await systemAccounts()).byUid(0)).toMatchObject({name: 'root', home: line.split(':')[5]});
	});
});

describe('a small file', () => {
	const file = () => path.join(folder, 'file');

	it('is read up to one byte more than its limit', () => {
		fs.writeFileSync(file(), 'x'.repeat(100));
		expect(readSmallFile(file(), 10, own())?.length).toBe(11);
		expect(readSmallFile(file(), 100, own())?.toString()).toBe('x'.repeat(100));
	});

	it('that is not there is none', () => {
		expect(readSmallFile(file(), 10, own())).toBeNull();
		expect(readSmallFile(path.join(file(), 'below'), 10, own())).toBeNull();
	});

	it('is no folder and no named pipe, which would be waited for', () => {
		expect(() => readSmallFile(folder, 10, own())).toThrow('no regular file');
		spawnSync('mkfifo', [file()]);
		expect(() => readSmallFile(file(), 10, own())).toThrow('no regular file');
	});

	it('is for somebody else read only where it is theirs, links included', () => {
		fs.writeFileSync(file(), 'secret');
		const link = path.join(folder, 'link');
		fs.symlinkSync(file(), link);
		const {uid} = fs.statSync(file());
		for (const name of [file(), link]) {
			expect(() => readSmallFile(name, 10, {invokingUid: OTHER})).toThrow(`it belongs to uid ${uid}`);
			expect(readSmallFile(name, 10, {invokingUid: uid})?.toString()).toBe('secret');
		}
	});
});

describe('the configuration', () => {
	const write = (text: string) => {
		fs.mkdirSync(path.join(folder, 'netanal-tui'), {recursive: true});
		fs.writeFileSync(path.join(folder, 'netanal-tui', 'config'), text);
	};
	const environment = () => ({XDG_CONFIG_HOME: folder});

	it('lies in the home where nothing else is said', () => {
		expect(configPath({}, '/home/anna')).toBe('/home/anna/.config/netanal-tui/config');
		expect(configPath({XDG_CONFIG_HOME: 'relative'}, '/home/anna')).toBe('/home/anna/.config/netanal-tui/config');
		expect(configPath({XDG_CONFIG_HOME: '/x'}, '/home/anna')).toBe('/x/netanal-tui/config');
	});

	it('is read', () => {
		write('unit = bytes\n');
		expect(readConfig(environment(), own())).toMatchObject({unit: 'bytes', problem: null, alerts: [], notify: 'no'});
	});

	it('that is not there is the default one, without a word', () => {
		expect(readConfig(environment(), own())).toMatchObject({unit: undefined, problem: null});
	});

	it('that cannot be read is left out, and one line says so', () => {
		fs.mkdirSync(path.join(folder, 'netanal-tui', 'config'), {recursive: true});
		const {problem, commands} = readConfig(environment(), own());
		expect(problem).toBe(`${path.join(folder, 'netanal-tui', 'config')} is not used: no regular file`);
		expect(commands.length).toBeGreaterThan(20);
	});

	it('of somebody else is not shown by root, not even its mistakes', () => {
		write('root:$6$secret\n');
		const {problem} = readConfig(environment(), {folder, invokingUid: OTHER});
		expect(problem).toMatch(/config is not used: it belongs to uid \d+, and not to uid 4711, who called$/);
		expect(problem).not.toContain('secret');
	});

	it('with a mistake is refused with file, line and reason', () => {
		write('# fine\nunit = miles\n');
		expect(() => readConfig(environment(), own())).toThrow(/config:2: unit cannot be 'miles': bits, bytes, packets$/);
	});
});

describe('past filters', () => {
	const file = () => pastFiltersFile({}, folder);

	it('lie in the state folder', () => {
		expect(file()).toBe(path.join(folder, '.local/state/netanal-tui/filters'));
		expect(pastFiltersFile({XDG_STATE_HOME: '/state'}, folder)).toBe('/state/netanal-tui/filters');
		expect(pastFiltersFile({XDG_STATE_HOME: 'state'}, folder)).toBe(file());
	});

	it.each([
		['nothing', '', []],
		['each once, in order', 'udp\ntcp\nudp\n\n', ['udp', 'tcp']],
		['what a terminal would act on', 'udp\u001b[2J\r\n', ['udp[2J']],
		['a hundred at most', Array.from({length: 150}, (_, port) => `port ${port}`).join('\n'), {length: 100}],
	])('are read: %s', (_, content, expected) => {
		expect(parsePastFilters(content)).toMatchObject(expected);
	});

	it('are written for their user alone, over older ones, and read again', async () => {
		const first = new PastFilters(file(), own(), false);
		expect(first.list).toEqual([]);
		await first.write(['tcp port 80\n or udp', 'icmp']);
		expect(fs.statSync(file()).mode & 0o777).toBe(0o600);
		await first.write(['icmp']);
		expect(new PastFilters(file(), own(), false).list).toEqual(['icmp']);
	});

	it('of a file that is too long, or none, are none', () => {
		fs.mkdirSync(file(), {recursive: true});
		expect(readPastFilters(file())).toEqual([]);
		const long = path.join(folder, 'long');
		fs.writeFileSync(long, 'x\n'.repeat(200_000));
		expect(readPastFilters(long)).toEqual([]);
	});

	it.skipIf(!isRoot)('of root’s own are kept open for whom root is given up to', async () => {
		const past = new PastFilters(file(), own(), true);
		await past.write(['tcp port 4242', 'udp']);
		// what was opened before is written to, not what lies there since
		fs.renameSync(file(), `${file()}.moved`);
		await past.write(['udp']);
		expect(fs.readFileSync(`${file()}.moved`, 'utf8')).toBe('udp\n');
		expect(fs.existsSync(file())).toBe(false);
	});

	it.skipIf(!isRoot)('are never left by root in somebody else’s folder', async () => {
		fs.chownSync(folder, OTHER, OTHER);
		for (const home of [own(), {folder, invokingUid: OTHER}]) {
			for (const givesUpRoot of [true, false]) {
				await new PastFilters(file(), home, givesUpRoot).write(['udp']);
				expect(fs.readdirSync(folder)).toEqual([]);
			}
		}
	});
});
