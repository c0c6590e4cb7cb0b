/** What netdevice(7) says of an interface, played: flags by SIOCGIFFLAGS, an index that is always 7. */
import {expect, it} from 'vitest';
import type {CLibrary} from '../../../source/engine/libpcap/library.js';
import {LinkWatch} from '../../../source/engine/libpcap/link-watch.js';

const [SIOCGIFNAME, SIOCGIFFLAGS, SIOCGIFINDEX] = [0x8910, 0x8913, 0x8933];
const [UP, RUNNING] = [1, 0x40];

function watching(flags: () => number): LinkWatch {
	const ioctl = (_descriptor: number, request: number, answer: Buffer) => {
		switch (request) {
			case SIOCGIFNAME:
				answer.write('eth0\0', 0, 'utf8');
				return 0;
			case SIOCGIFFLAGS:
				answer.writeInt16LE(flags(), 16);
				return 0;
			case SIOCGIFINDEX:
				answer.writeInt32LE(7, 16);
				return 0;
			default:
				return -1;
		}
	};
	return new LinkWatch({ioctl} as unknown as CLibrary, 3, 'eth0');
}

const onLinux = it.skipIf(process.platform !== 'linux');

onLinux('an interface that is up and not running has no link', () => {
	let flags = UP | RUNNING;
	const link = watching(() => flags);
	expect(link.check()).toBe(false);
	flags = UP;
	expect(link.check()).toBe(true);
	expect(link.state).toEqual({name: 'eth0', present: true, up: true, carrier: false});
	expect(link.check()).toBe(false);
});

onLinux('packets that came are a link, until none came any more; an interface that is down has none', () => {
	let flags = UP;
	const link = watching(() => flags);
	expect(link.check(true)).toBe(false);
	expect(link.state.carrier).toBe(true);
	expect(link.check(false)).toBe(true);
	expect(link.state.carrier).toBe(false);
	expect(link.check(true)).toBe(true);
	expect(link.state.carrier).toBe(true);
	flags = 0;
	expect(link.check(true)).toBe(true);
	expect(link.state).toMatchObject({up: false, carrier: false});
});
