/** Everything about a terminal that a program can leave behind. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import type {Terminal} from '@xterm/headless';

/** Private modes that are on in a terminal nobody has touched: wrapping, a seen cursor. */
const ON_BY_DEFAULT = new Set([7, 25]);

/** @returns stty's answer @throws what it says is wrong */
export function stty(device: string, ...args: string[]): string {
	const {status, stdout, stderr} = spawnSync('stty', ['-F', device, ...args], {encoding: 'utf8'});
	if (status !== 0) {
		throw new Error(`stty ${args.join(' ')}: ${stderr}`);
	}
	return stdout.trim();
}

/** What programs have switched and left so, one line each. @param output all that was written to the terminal */
export function leftIn(terminal: Terminal, output: string): string[] {
	const found: string[] = [];
	const {active} = terminal.buffer;
	if (active.type !== 'normal') {
		found.push('the alternate screen is on');
	}
	for (const [mode, on] of privateModes(output)) {
		if (on !== ON_BY_DEFAULT.has(mode)) {
			found.push(`mode ?${mode} is ${on ? 'on' : 'off'}`);
		}
	}
	const keyboard = keyboardStack(output);
	if (keyboard !== 0) {
		found.push(`${keyboard} keyboard modes are still pushed`);
	}
	if (/\u001b\[\d*;\d*r/.test(output)) {
		found.push('a scroll region was set');
	}
	const cell = active.getLine(active.baseY + active.cursorY - 1)?.getCell(0);
	if (cell && !cell.isAttributeDefault()) {
		found.push('text is written with attributes');
	}
	return found;
}

/** Every private mode that was ever switched, and whether it is on at the end. */
export function privateModes(output: string): Map<number, boolean> {
	const modes = new Map<number, boolean>();
	for (const [, numbers, how] of output.matchAll(/\u001b\[\?([\d;]+)([hl])/g)) {
		for (const number of numbers.split(';')) {
			modes.set(Number(number), how === 'h');
		}
	}

	return modes;
}

/** How many keyboard modes (kitty's protocol) were pushed and not popped. */
function keyboardStack(output: string): number {
	return (output.match(/\u001b\[>\d*u/g) ?? []).length - (output.match(/\u001b\[<\d*u/g) ?? []).length;
}

/** Writes until the terminal takes no more. @returns bytes that it took */
export function fill(device: string): number {
	const {O_WRONLY, O_NONBLOCK, O_NOCTTY} = fs.constants;
	const descriptor = fs.openSync(device, O_WRONLY | O_NONBLOCK | O_NOCTTY);
	try {
		for (let taken = 0; ; taken++) {
			try {
				fs.writeSync(descriptor, ' ');
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
					throw error;
				}
				return taken;
			}
		}
	} finally {
		fs.closeSync(descriptor);
	}
}
