/** Names of files that are not UTF-8: they open, and what cannot be of such a name says so. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterAll, describe, expect, it} from 'vitest';
import {rawArguments} from '../../source/cli/raw-arguments.js';
import {isRawName, nameOfBytes, pathOf, shownName, typedName} from '../../source/format/raw-name.js';
import {PROGRAM} from '../helpers/program.js';
import {smallCapture} from '../helpers/small-capture.js';

const folder = mkdtempSync(path.join(tmpdir(), 'netanal-raw-'));
afterAll(() => rmSync(folder, {recursive: true}));
const latin1 = (name: string) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);

describe('a name', () => {
	it.each([
		['', ''],
		['a.pcap', 'a.pcap'],
		['caf\xe9.pcap', 'caf\udce9.pcap'],
		['\xc3\xa9', 'é'],
		['\xc3', '\udcc3'],
		['\xc3\xc3\xa9', '\udcc3é'],
		['\xe2\x82', '\udce2\udc82'],
		['\xf0\x9f\x98\x80\xff', '😀\udcff'],
		// forms that UTF-8 does not have: too long, a surrogate, past the last character
		['\xc0\x80', '\udcc0\udc80'],
		['\xed\xb3\xa9', '\udced\udcb3\udca9'],
		['\xf4\x90\x80\x80', '\udcf4\udc90\udc80\udc80'],
		['\xef\xbb\xbfa', '\ufeffa'],
	])('of bytes %j is %j', (bytes, name) => {
		expect(nameOfBytes(Buffer.from(bytes, 'latin1'))).toBe(name);
	});

	it('tells every byte', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 12}), bytes => {
				const name = nameOfBytes(bytes);
				expect(Buffer.from(pathOf(name))).toEqual(Buffer.from(bytes));
				expect(isRawName(name)).toBe(!Buffer.from(Buffer.from(bytes).toString()).equals(Buffer.from(bytes)));
			}),
		);
	});

	it('is typed into a shell byte by byte, which makes the same of it', () => {
		expect(typedName('a b.pcap')).toBe('a b.pcap');
		expect(typedName("$'x'")).toBe("$'$\\'x\\''");
		const name = "é'\\\udce9a\udcff";
		expect(typedName(name)).toBe("$'é\\'\\\\\\xe9a\\xff'");
		const {stdout} = spawnSync('bash', ['-c', `printf %s ${typedName(name)}`]);
		expect(stdout).toEqual(pathOf(name));
	});

	it('is shown with marks, and a pair of surrogates stays a character', () => {
		expect(shownName('caf\udce9 😀')).toBe('caf\ufffd 😀');
		expect(pathOf('😀')).toBe('😀');
	});
});

describe('the command line', () => {
	const file = path.join(folder, 'cmdline');
	const words = (text: string) => writeFileSync(file, Buffer.from(text, 'latin1'));
	const marked = ['analyze', 'caf\ufffd', ''];

	it.each([
		['node\0cli.js\0analyze\0caf\xe9\0\0', ['analyze', 'caf\udce9', '']],
		['netanal-tui\0analyze\0caf\xe9\0\0', ['analyze', 'caf\udce9', '']],
		// what another command line says, or a shorter one, is not ours
		['node\0cli.js\0analyse\0caf\xe9\0\0', marked],
		['caf\xe9\0\0', marked],
		['', marked],
	])('%j', (text, wanted) => {
		words(text);
		expect(rawArguments(marked, file)).toEqual(wanted);
	});

	it('is as Node has it where the system tells nothing', () => {
		expect(rawArguments(marked, path.join(folder, 'nothing'))).toEqual(marked);
	});
});

describe.skipIf(process.platform !== 'linux')('the program', () => {
	writeFileSync(latin1('caf\xe9.pcap'), smallCapture());
	writeFileSync(latin1('caf\xe8.pcap'), smallCapture().subarray(0, -3));
	/** @param words of a shell, which writes bytes as \351 */
	const run = (words: string) =>
		spawnSync(
			'sh',
			['-c', `exec '${process.execPath}' '${PROGRAM}' ${words.replace(/%(\S+)/g, '"$$(printf \'$1\')"')}`],
			{
				cwd: folder,
				encoding: 'utf8',
				env: {...process.env, LC_ALL: 'C.UTF-8'},
			},
		);

	it('reads it, and tells it apart from the next', () => {
		const {status, stdout, stderr} = run('analyze %caf\\351.pcap --format json');
		expect([status, stderr]).toEqual([0, '']);
		expect(JSON.parse(stdout)).toMatchObject({source: {name: 'caf\ufffd.pcap'}, totals: {packets: 2}});
		const cut = run('analyze %caf\\350.pcap --format json');
		expect([cut.status, JSON.parse(cut.stdout).totals.packets]).toEqual([1, 1]);
		expect(cut.stdout).not.toMatch(/\\ud/i);
		expect(cut.stderr).toMatch(/^netanal-tui: caf\ufffd\.pcap: the capture ends/);
	});

	it('exports, draws, merges and filters it', () => {
		expect(run('export %caf\\351.pcap %caf\\351.pcap -o both.pcapng').stderr).toBe(
			'netanal-tui: wrote both.pcapng: 4 packets\n',
		);
		expect(run('chart %caf\\351.pcap -o a.svg').stderr).not.toMatch(/cannot/);
		expect(run("filter 'udp' -r %caf\\351.pcap").stdout).toMatch(/^keeps 2 of 2 packets/);
	});

	it('says that it is not there, or that none is written', () => {
		expect(run('analyze %n\\351.pcap').stderr).toBe(
			'netanal-tui: cannot read n\ufffd.pcap: no such file; check the path\n',
		);
		expect(run('export both.pcapng -o %n\\351.json')).toMatchObject({
			status: 2,
			stderr:
				"netanal-tui: -o takes UTF-8, and 'n\ufffd.json' is not; give it another name (netanal-tui export --help tells more)\n",
		});
		expect(readdirSync(folder).filter(name => name.startsWith('n'))).toEqual([]);
	});

	it('says which captures of a folder workers could not be told, and how they are renamed', () => {
		const {stderr} = run('analyze --queue nats://127.0.0.1:9 .');
		expect(stderr.split('\n')[0]).toMatch(
			/^netanal-tui: passed over: \$'\/.*\/caf\\xe8\.pcap' and 1 more: their names are not UTF-8, .*: mv \$'.*\/caf\\xe8\.pcap' NAME$/,
		);
	});

	it('the dashboard takes it for a file', () => {
		expect(run('%caf\\351.pcap').stderr).toMatch(/needs a terminal.*analyze caf\ufffd\.pcap/);
	});
});
