import {describe, expect, it} from 'vitest';
import type {Libpcap} from '../../../source/engine/libpcap/library.js';
import {oneLine, openError, similarNames} from '../../../source/engine/libpcap/open-error.js';

describe('names like a mistyped one', () => {
	it('finds swapped, missing, additional and wrong letters', () => {
		const names = ['eth0', 'wlan0', 'lo', 'docker0'];
		expect(similarNames('teh0', names)).toEqual(['eth0']);
		expect(similarNames('et0', names)).toEqual(['eth0']);
		expect(similarNames('wlann0', names)).toEqual(['wlan0']);
		expect(similarNames('dcoker0', names)).toEqual(['docker0']);
		expect(similarNames('ETH0', names)).toEqual(['eth0']);
	});

	it('finds the same kind with another number, nearest first, three at most', () => {
		expect(similarNames('eth7', ['eth0', 'eth1', 'eth10', 'eth2'])).toEqual(['eth0', 'eth1', 'eth2']);
	});

	it('finds nothing where nothing is alike', () => {
		expect(similarNames('enp3s0', ['lo', 'any'])).toEqual([]);
		expect(similarNames('', ['lo'])).toEqual([]);
	});
});

describe('libpcap’s words', () => {
	it.each([
		["Can't open USB bus file /dev/usbmon1: Permission denied", 'PERMISSION_DENIED'],
		["Can't create raw socket: Operation not permitted", 'PERMISSION_DENIED'],
		["Can't create raw socket: Protocol not supported", 'CAPTURE_FAILED'],
	])('%s is %s', (words, code) => {
		const error = openError({} as Libpcap, 'usbmon1', -1, words);
		expect(error).toMatchObject({code, message: `cannot capture on usbmon1: ${words}`});
	});

	it('fit on one line', () => {
		expect(oneLine(' a\n  b\t')).toBe('a b');
	});
});
