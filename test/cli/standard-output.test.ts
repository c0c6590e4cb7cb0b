/** Standard output that takes nothing any more: what is missing is said, and what was to be written elsewhere is. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {writeCapture} from '../../bench/traffic/generate.js';
import {read} from '../helpers/containers.js';
import {PROGRAM} from '../helpers/program.js';

const PACKETS = 5000;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-stdout-'));
const at = (name: string) => path.join(folder, name);
const COMMAND = `'${process.execPath}' '${PROGRAM}'`;

/** @param script of which `$N` is the program */
function shell(script: string) {
	const {status, stdout, stderr} = spawnSync('sh', ['-c', script.replaceAll('$N', COMMAND)], {
		cwd: folder,
		encoding: 'utf8',
	});
	return {status, stdout, stderr};
}

beforeAll(() => {
	writeCapture(at('traffic.pcap'), {kind: 'mix', packets: PACKETS});
});
afterEach(() => {
	for (const name of fs.readdirSync(folder)) {
		if (name !== 'traffic.pcap') {
			fs.rmSync(at(name));
		}
	}
});
afterAll(() => fs.rmSync(folder, {recursive: true}));

const WAYS = [
	'--version',
	'--help',
	'schema',
	'interfaces',
	'analyze traffic.pcap',
	'analyze traffic.pcap --format json',
	'analyze traffic.pcap --format ndjson',
	'export traffic.pcap --format csv',
	'export traffic.pcap --packets --format ndjson',
	'export traffic.pcap --format pcapng',
	'chart traffic.pcap -o -',
];

describe.skipIf(!fs.existsSync('/dev/full'))('a full disk', () => {
	it.each(WAYS)('is said in one line, with status 1: %s', words => {
		expect(shell(`$N ${words} >/dev/full`)).toEqual({
			status: 1,
			stdout: '',
			stderr: 'netanal-tui: cannot write standard output: the disk is full\n',
		});
	});

	it('under standard error takes nothing from the result', () => {
		expect(shell('$N export traffic.pcap -o cut.pcap 2>/dev/full')).toEqual({status: 0, stdout: '', stderr: ''});
		expect(read(fs.readFileSync(at('cut.pcap'))).packets).toHaveLength(PACKETS);
		expect(shell('$N analyze nowhere.pcap 2>/dev/full').status).toBe(1);
	});

	it('under standard output takes nothing from the files', () => {
		const {status, stderr} = shell('$N export traffic.pcap --packets --format csv -q -o cut.pcap >/dev/full');
		expect([status, stderr]).toEqual([1, 'netanal-tui: cannot write standard output: the disk is full\n']);
		expect(read(fs.readFileSync(at('cut.pcap'))).packets).toHaveLength(PACKETS);
	});
});

// The system takes the first part of such a write without a word: so does a disk that is nearly full.
it.each(['schema', 'chart traffic.pcap -o -', 'analyze traffic.pcap --format json'])(
	'a result that only begins to fit is not taken for a whole one: %s',
	words => {
		const {status, stderr} = shell(`ulimit -f 8; $N ${words} >part`);
		expect(fs.statSync(at('part')).size).toBeGreaterThan(0);
		expect([status, stderr]).toEqual([
			1,
			'netanal-tui: cannot write standard output: it would be larger than files may be\n',
		]);
	},
);

describe('a reader that has enough', () => {
	/** Its own status is written into a file: the shell tells that of the last one only. */
	const leaving = (words: string) => {
		const {stderr} = shell(`{ $N ${words}; echo $? >status; } | head -n 1 >first`);
		return {status: fs.readFileSync(at('status'), 'utf8').trim(), stderr};
	};

	it('ends the program quietly', () => {
		expect(leaving('export traffic.pcap --packets --format csv')).toEqual({status: '0', stderr: ''});
		expect(fs.readFileSync(at('first'), 'utf8')).toMatch(/^number,/);
	});

	it('does not keep an export from its files', () => {
		const words = 'export traffic.pcap --packets --format csv -q -o packets.ndjson';
		expect(leaving(words)).toEqual({status: '0', stderr: ''});
		expect(fs.readFileSync(at('packets.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(PACKETS);
	});

	it('does not keep a chart from its files', () => {
		const {status} = shell('$N chart traffic.pcap -k bandwidth -o - -o a.svg | true');
		expect(status).toBe(0);
		expect(fs.readFileSync(at('a.svg'), 'utf8')).toMatch(/<\/svg>\s*$/);
	});
});
