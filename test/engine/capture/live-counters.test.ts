import {describe, expect, it} from 'vitest';
import {CounterBook} from '../../../source/engine/capture/live-counters.js';
import type {PcapStat} from '../../../source/engine/libpcap/library.js';

/** libpcap's counters as a script says. */
function book(knowsInterfaceDrops = true) {
	const stat: PcapStat = {ps_recv: 0, ps_drop: 0, ps_ifdrop: 0};
	const writer = {dispatched: 0, dropped: 0};
	const handle = {
		knowsInterfaceDrops,
		readable: true,
		stats(into: PcapStat) {
			if (this.readable) {
				Object.assign(into, stat);
			}
			return this.readable;
		},
	};
	return {stat, writer, handle, counters: new CounterBook(handle, writer)};
}

describe('counters of a live capture', () => {
	it('survives the wrap of every 32-bit counter', () => {
		const {stat, writer, counters} = book();
		for (const drops of [2_000_000_000, 4_000_000_000]) {
			stat.ps_ifdrop = drops;
			counters.read(false);
		}
		Object.assign(stat, {ps_recv: 4_294_967_290, ps_drop: 4_294_967_280, ps_ifdrop: 4_294_967_295});
		writer.dispatched = 10;
		counters.read(false);
		Object.assign(stat, {ps_recv: 14, ps_drop: 0, ps_ifdrop: 1});
		writer.dispatched = 14;
		expect(counters.read(true)).toEqual({
			received: 2 ** 32 + 14,
			kernelDrops: 2 ** 32,
			interfaceDrops: 2 ** 32 + 1,
			queueDrops: 0,
			dispatched: 14,
			discarded: 0,
		});
	});

	it('is null, not 0, for what cannot be known', () => {
		const {handle, counters} = book(false);
		handle.readable = false;
		expect(counters.read(false)).toMatchObject({kernelDrops: null, interfaceDrops: null, queueDrops: 0});
		handle.readable = true;
		expect(counters.read(false)).toMatchObject({kernelDrops: 0, interfaceDrops: null});
	});

	it('keeps an interface’s drops when its name is gone, which libpcap takes for none, and when it comes back', () => {
		const {stat, counters} = book();
		const drops = [7, 2 ** 32 - 4993, 2 ** 32 - 4993, 7, 9].map(value => {
			stat.ps_ifdrop = value;
			return counters.read(false).interfaceDrops;
		});
		expect(drops).toEqual([7, 7, 7, 7, 9]);
	});

	it('never says that less was received than came, when libpcap stops answering', () => {
		const {stat, writer, handle, counters} = book();
		Object.assign(stat, {ps_recv: 100, ps_drop: 10});
		writer.dispatched = 90;
		counters.read(false);
		handle.readable = false;
		writer.dispatched = 120;
		expect(counters.read(true)).toMatchObject({received: 130, kernelDrops: 10, dispatched: 120, discarded: 0});
		handle.readable = true;
		stat.ps_recv = 150;
		expect(counters.read(true)).toMatchObject({received: 150, discarded: 20});
	});

	it('does not take packets that still wait in libpcap for discarded ones', () => {
		const {stat, writer, counters} = book();
		stat.ps_recv = 100;
		writer.dispatched = 60;
		expect(counters.read(false).discarded).toBe(0);
		stat.ps_recv = 150;
		writer.dispatched = 100;
		expect(counters.read(false).discarded).toBe(0);
	});

	it('finds what was discarded: a lower bound while running, exact at the end', () => {
		const {stat, writer, counters} = book();
		Object.assign(stat, {ps_recv: 100, ps_drop: 10});
		writer.dispatched = 60;
		writer.dropped = 5;
		counters.read(false);
		expect(counters.read(false)).toMatchObject({discarded: 30, queueDrops: 5});
		stat.ps_recv = 120;
		writer.dispatched = 70;
		expect(counters.read(true).discarded).toBe(40);
	});
});
