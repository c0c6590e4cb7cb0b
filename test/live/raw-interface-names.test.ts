/** Linux lets an interface be called by any bytes but `/` and white space: the program lists such a one, and says how it can be captured on. */
import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {describeLive, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import {PROGRAM, Program} from '../helpers/program.js';

const TYPED = String.raw`$'caf\xe9'`;
const LINE = `cannot capture on ${TYPED}: its name is not UTF-8; rename it: ip link set ${TYPED} name NAME`;

describeLive('an interface whose name is not UTF-8', 60_000, () => {
	const live = useLive({packets: {known: 10}});

	/** In the receiver's namespace. @param command of bash, as a person types it */
	const shell = (command: string) =>
		spawnSync('ip', ['netns', 'exec', live.network.receiver, 'bash', '-c', command], {encoding: 'utf8'});
	const program = `'${process.execPath}' '${PROGRAM}'`;
	const rename = () => expect(shell(`ip link set ${INTERFACE} name ${TYPED}`)).toMatchObject({status: 0, stderr: ''});

	it('is listed as it is typed, in JSON as well', () => {
		rename();
		const {stdout} = shell(`${program} interfaces`);
		expect(stdout.split('\n').find(line => line.startsWith(TYPED))).toMatch(/ (up|no-link) /);
		const records: {name: string; state: string}[] = JSON.parse(shell(`${program} interfaces --format json`).stdout);
		expect(records.filter(({name}) => name.includes('caf'))).toMatchObject([{name: TYPED}]);
	});

	it('is refused in one line by capture, which says what is typed to rename it, and that helps', () => {
		rename();
		for (const name of [TYPED, "$'caf\\xef\\xbf\\xbd'"]) {
			expect(shell(`${program} capture ${name} --duration 1`)).toMatchObject({
				...{status: 1, stdout: ''},
				stderr: `netanal-tui: ${LINE}\n`,
			});
		}
		// another one like it is not there
		expect(shell(`${program} capture $'cafe\\xe8' --duration 1`).stderr).toMatch(
			/^netanal-tui: no interface cafe\ufffd; did you mean \$'caf\\xe9'\? list them/,
		);
		const [, typed] = / rename it: (.*) NAME$/.exec(LINE)!;
		expect(shell(`${typed} ${INTERFACE}`).status).toBe(0);
		expect(shell(`${program} capture ${INTERFACE} --duration 1 -q --format json`).status).toBe(0);
	});

	it('counts among those of `any`, by the same name', () => {
		rename();
		expect(shell(`ip address add 192.0.2.9/24 dev ${TYPED}`).status).toBe(0);
		// nobody has that address: it is asked for
		const ping = '(sleep 2; ping -c 2 -W 1 192.0.2.77)';
		const run = shell(`${ping} >/dev/null 2>&1 & ${program} capture any --duration 4 -q --format json; wait`);
		expect([run.status, run.stderr]).toEqual([0, '']);
		const {interfaces} = JSON.parse(run.stdout) as Snapshot;
		expect(interfaces?.map(({name}) => name)).toContain(TYPED);
	});

	it('is refused in the same line by the dashboard', async () => {
		rename();
		const dashboard = new Program([], {
			columns: 160,
			before: ['ip', 'netns', 'exec', live.network.receiver, 'bash', '-c', `exec "$@" ${TYPED}`, 'bash'],
		});
		try {
			await dashboard.exit();
			expect(dashboard.screen).toMatch(/^before\n/);
			expect(dashboard.screen).toContain(LINE);
			expect(dashboard.screen).toMatch(/after 1\n/);
		} finally {
			dashboard.kill();
		}
	});

	it('can be chosen in the dashboard, which says the same and stays where it is', async () => {
		rename();
		const dashboard = new Program(['lo'], {
			...{columns: 160, rows: 40},
			before: ['ip', 'netns', 'exec', live.network.receiver],
		});
		try {
			await dashboard.shows('capturing');
			dashboard.press('i');
			await dashboard.shows(TYPED);
			dashboard.press('caf\r');
			await dashboard.shows('its name is not UTF-8; rename it');
		} finally {
			dashboard.kill();
		}
	});
});
