/** A helper that cannot start: why is told once, whoever asks then goes on, and nothing stays open. */
import {type ChildProcess, spawn} from 'node:child_process';
import fs from 'node:fs';
import {beforeEach, describe, expect, it, vi} from 'vitest';
import {hasUnixMessages} from '../../source/engine/libpcap/unix-socket.js';
import type {Begin} from '../../source/helper/protocol.js';
import {Helper} from '../../source/host/helper-process.js';
import {until} from '../helpers/until.js';

// it would be so for all that this process starts afterwards
vi.mock('../../source/engine/libpcap/capabilities.js', async original => ({
	...(await original<typeof import('../../source/engine/libpcap/capabilities.js')>()),
	limitPrograms: async () => {},
}));

const BEGIN: Begin = {
	...{type: 'begin', account: null, names: [], folder: null},
	...{sockets: false, processes: true, commands: false},
};

/** A program in the helper's place. */
const program =
	(...command: string[]) =>
	(descriptors: readonly number[]): ChildProcess =>
		spawn(command[0], command.slice(1), {stdio: ['pipe', 'ignore', 'ignore', ...descriptors, 'pipe']});

/** Sockets of this process, of which pipes to programs are some. */
function open(): number {
	return fs.readdirSync('/proc/self/fd').filter(descriptor => {
		try {
			return fs.readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:');
		} catch {
			return false;
		}
	}).length;
}

describe.skipIf(!hasUnixMessages())('a helper', () => {
	let before: number;
	beforeEach(async () => {
		// what is loaded once is
		await Helper.start(BEGIN, program('/nowhere')).catch(() => {});
		before = open();
	});

	it('whose program is not there says which', async () => {
		await expect(Helper.start(BEGIN, program('/nowhere/helper'))).rejects.toThrow('spawn /nowhere/helper ENOENT');
		await until(() => open() === before);
	});

	it.each(['EPERM', 'ENOMEM'])('that the system refuses to start (%s) is told as it says it', async code => {
		const refused = () => {
			throw Object.assign(new Error(`spawn ${code}`), {code});
		};
		await expect(Helper.start(BEGIN, refused)).rejects.toThrow(`spawn ${code}`);
		expect(open()).toBe(before);
	});

	it('that ends as it begins is lost, which is told once to whoever listens, however late', async () => {
		const helper = await Helper.start(BEGIN, program('/bin/sh', '-c', 'exit 3'));
		await until(() => helper.lost !== null);
		const told: string[] = [];
		helper.onLost = why => told.push(why);
		expect(helper.files({type: 'look', path: '/'})).toBeNull();
		expect(helper.useFolder('/')).toBe(false);
		expect(helper.ready).toBe(false);
		expect(told).toEqual([expect.stringMatching(/^privileged helper lost \((ended with status 3|it has ended)\): /)]);
		await until(() => open() === before);
	});
});
