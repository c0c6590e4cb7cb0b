import {expect, it} from 'vitest';
import {FileFilter} from '../../../source/engine/filter/file-filter.js';
import {openLibpcap} from '../../../source/engine/libpcap/library.js';
import {bytesOf} from './made-packets.js';

const ETHERNET = 1;
const RAW = 101;
const frame = bytesOf({
	tags: [],
	network: 'ip',
	protocol: 17,
	source: '192.0.2.1',
	destination: '192.0.2.2',
	sourcePort: 53,
	destinationPort: 5353,
	fragment: false,
});
const datagram = frame.subarray(14);
const keeps = (filter: FileFilter, bytes: Uint8Array, linkType: number) =>
	filter.keeps(bytes, 0, bytes.length, bytes.length, linkType);

it('is compiled for the link type of each packet, in any order', async () => {
	const filter = await FileFilter.load('udp port 53');
	const verdicts = [ETHERNET, RAW, RAW, ETHERNET].map(linkType =>
		keeps(filter, linkType === RAW ? datagram : frame, linkType),
	);
	expect(verdicts).toEqual([true, true, true, true]);
	expect(keeps(filter, frame, RAW)).toBe(false);
});

it('keeps nothing of a link type on which nothing can match', async () => {
	expect(keeps(await FileFilter.load('ip and arp'), frame, ETHERNET)).toBe(false);
});

it('says what is wrong in libpcap’s words', async () => {
	const filter = await FileFilter.load('tcp prt 80');
	expect(() => filter.prepare(ETHERNET)).toThrow("filter: can't parse filter expression: syntax error");
});

it('says that libpcap is needed, and how to get it', async () => {
	await expect(FileFilter.load('tcp', () => openLibpcap(['libnone.so.9']))).rejects.toMatchObject({
		code: 'LIBPCAP_MISSING',
		message: expect.stringMatching(/^a filter on a file is compiled by libpcap: libpcap is not installed: .*install/),
	});
});
