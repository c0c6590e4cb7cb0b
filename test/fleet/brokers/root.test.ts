/** `netanal-tui fleet` as root. `npm run build` comes first. */
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import {expect, it} from 'vitest';
import {natsServer} from '../../helpers/brokers.js';
import {PROGRAM} from '../../helpers/program.js';
import {until} from '../../helpers/until.js';

it.runIf(process.getuid?.() === 0)('fleet gives root up before it listens to anybody', {timeout: 60_000}, async () => {
	const broker = await natsServer();
	await broker.start();
	const child = spawn(process.execPath, [PROGRAM, 'fleet', broker.url, '--format', 'ndjson'], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {...process.env, SUDO_UID: undefined, SUDO_GID: undefined, SUDO_USER: undefined},
	});
	try {
		let said = '';
		child.stdout.on('data', data => {
			said += data;
		});
		await until(() => said.includes('"fleet"'));
		const [, ...users] = /^Uid:\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(fs.readFileSync(`/proc/${child.pid}/status`, 'utf8'))!;
		expect(users).not.toContain('0');
	} finally {
		child.kill('SIGKILL');
		await broker.close();
	}
});
