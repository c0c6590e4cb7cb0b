/** The wait for packets, and what ends it: with the system's own pipe and poll, and a libpcap that has only a descriptor. */
import fs from 'node:fs';
import {afterEach, describe, expect, it} from 'vitest';
import {closeAlarm, makeAlarm, ring} from '../../../source/engine/libpcap/alarm.js';
import {CaptureHandle} from '../../../source/engine/libpcap/handle.js';
import {type Libpcap, loadCLibrary} from '../../../source/engine/libpcap/library.js';

/** Milliseconds, longer than a test lasts. */
const FOR_EVER = 3_600_000;

const c = await loadCLibrary();

describe.skipIf(process.platform !== 'linux')('a wait for packets', () => {
	const alarm = makeAlarm(c)!;
	const packets = makeAlarm(c)!;
	const libpcap = new Proxy({} as Libpcap, {
		get: (_, name) =>
			({create: () => 1n, selectableFd: () => packets.waitedOn, lookupNet: () => -1})[String(name)] ?? (() => 0),
	});
	const handle = new CaptureHandle(libpcap, c, {
		device: 'none0',
		snaplen: 100,
		bufferSize: 100,
		promiscuous: false,
		timeout: 1,
		alarm: alarm.waitedOn,
	});

	afterEach(() => {
		for (const each of [alarm, packets]) {
			ring(each);
			fs.readSync(each.waitedOn, Buffer.alloc(1 << 20));
		}
	});

	it('is ended by the alarm, without packets, once', () => {
		ring(alarm);
		expect(handle.wait(FOR_EVER)).toBe(false);
		ring(packets);
		expect(handle.wait(FOR_EVER)).toBe(true);
		expect(handle.wait(FOR_EVER)).toBe(true);
	});

	it('tells of packets that come with the alarm', () => {
		ring(packets);
		ring(alarm);
		expect(handle.wait(FOR_EVER)).toBe(true);
	});

	it('ends by itself', () => {
		expect(handle.wait(1)).toBe(false);
	});

	it('is ended by an alarm that nobody has heard for long, which holds nobody up', () => {
		for (let count = 0; count < 100_000; count++) {
			ring(alarm);
		}
		expect(handle.wait(FOR_EVER)).toBe(false);
	});

	it('has no alarm where no more files may be open', () => {
		expect(makeAlarm({pipe2: () => -1})).toBeNull();
	});
});

it.skipIf(process.platform !== 'linux')('leaves no descriptor behind', () => {
	const open = () => fs.readdirSync('/proc/self/fd').length;
	const before = open();
	const alarm = makeAlarm(c)!;
	expect(open()).toBe(before + 2);
	closeAlarm(alarm);
	expect(open()).toBe(before);
});
