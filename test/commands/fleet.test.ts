/** `netanal-tui fleet`: what it refuses before it looks for a broker, and how it lists sensors. `npm run build` comes first. */
import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {sensorChoices} from '../../source/commands/fleet/dashboard.js';
import type {FleetSensor} from '../../source/engine/snapshot.js';
import {PROGRAM} from '../helpers/program.js';

function run(...words: string[]) {
	const {status, stdout, stderr} = spawnSync(process.execPath, [PROGRAM, ...words], {encoding: 'utf8'});
	return {status, stdout, stderr};
}

it.each(['report.ndjson', 'packets.pcap', 'packets.pcapng'])('has nothing for a file %s', file => {
	expect(run('fleet', 'nats://127.0.0.1:1', '-o', file)).toEqual({
		status: 2,
		stdout: '',
		stderr: expect.stringMatching(
			new RegExp(
				`^netanal-tui: -o ${file}: a fleet has figures and no packets: name it .json, .csv, .parquet, .svg or .png, or use --format ndjson .*\n$`,
			),
		),
	});
});

it.each([
	['fleet', 'http://broker'],
	['sensor', 'lo', '--to', 'broker:4222'],
])('takes no URL of another kind: %s', (...words) => {
	const {status, stderr} = run(...words);
	expect(status).toBe(2);
	expect(stderr).toMatch(/^netanal-tui: a broker is nats:\/\/HOST\[:PORT\], tls:.*, not '.*\n$/);
});

it('takes no password from the URL', () => {
	const {status, stderr} = run('fleet', 'nats://me:secret@broker');
	expect(status).toBe(2);
	expect(stderr).toMatch(/^netanal-tui: the broker's URL takes no user and no password.* for --credentials.*\n$/);
	expect(stderr).not.toContain('secret');
});

it('lists all sensors first, then each with how it does', () => {
	const sensor = (parts: Partial<FleetSensor>): FleetSensor => ({
		name: 'web1',
		state: 'live',
		interface: 'eth0',
		generator: 'netanal-tui 0.1.0',
		interval: 1,
		lastHeard: '0.000000000',
		boots: 1,
		packets: 10,
		bytes: 1000,
		drops: {kernel: 2, interface: 0, queue: 1},
		packetsPerSecond: 20,
		bytesPerSecond: 1000,
		refused: 0,
		reason: null,
		...parts,
	});
	const unknown = {drops: {kernel: 2, interface: null, queue: 0}};
	const [all, live, refused] = sensorChoices(
		[sensor({}), sensor({name: 'db1', state: 'refused', reason: 'it is no JSON', ...unknown})],
		'broker',
	);
	expect(all).toEqual({id: 'broker', label: 'all sensors', detail: '2, 1 of them live'});
	expect(live).toEqual({id: 'web1', label: 'web1', detail: 'live  8.00 kb/s 20 p/s  3 dropped  0.1.0'});
	expect(refused.detail).toMatch(/^refused {2}silent for .+ {2}≥ 2 dropped {2}0\.1\.0 {2}it is no JSON$/);
});
