/** A command that reads from a named pipe, and is interrupted while more could come. */
import {spawn, spawnSync} from 'node:child_process';
import {createWriteStream, rmSync} from 'node:fs';
import path from 'node:path';
import {pcapHeader, pcapRecord} from './containers.js';
import {PROGRAM} from './program.js';

/** More than a pipe holds: when all of it is written, most of it was read. */
const RECORDS = 5000;

/** @param args of the program, for the pipe that it reads from */
export async function interrupted(
	cwd: string,
	args: (pipe: string) => readonly string[],
	signal: NodeJS.Signals,
): Promise<{status: unknown; stderr: string}> {
	const pipe = path.join(cwd, 'pipe');
	spawnSync('mkfifo', [pipe]);
	const child = spawn(process.execPath, [PROGRAM, ...args(pipe)], {cwd});
	let stderr = '';
	child.stderr.on('data', text => {
		stderr += text;
	});
	const closed = new Promise(resolve => child.once('close', resolve));
	const writer = createWriteStream(pipe);
	const records = Array.from({length: RECORDS}, (_, i) => pcapRecord('big', 1 + i, 0, Buffer.alloc(60)));
	await new Promise(resolve => writer.write(Buffer.concat([pcapHeader('big'), ...records]), resolve));
	child.kill(signal);
	const status = await closed;
	writer.destroy();
	rmSync(pipe);
	return {status, stderr};
}
