/** The containers of real captures, where the corpus lies beside the project. */
import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {read} from '../../helpers/containers.js';

const corpus = path.resolve('..', 'shared', 'corpus');
const present = fs.existsSync(path.join(corpus, 'manifest.json'));
const json = (name: string) => JSON.parse(fs.readFileSync(path.join(corpus, name), 'utf8'));

interface Damaged {
	file: string;
	tcpdump: {exit: number; packets: number | null};
	tshark: {packets: number};
}

describe.skipIf(!present)(present ? 'corpus' : `corpus (skipped: ${corpus} is absent)`, () => {
	test('packets, bytes and times are as the reference counts them', () => {
		for (const {file, expected} of json('manifest.json') as Array<{file: string; expected: string}>) {
			const want = json(expected);
			const {packets, reader} = read(fs.readFileSync(path.join(corpus, file)));
			const timed = packets.filter(({nanoseconds}) => nanoseconds >= 0);
			const text = (at: number) => {
				const packet = timed.at(at);
				return packet && `${packet.seconds}.${String(packet.nanoseconds).padStart(9, '0')}`;
			};
			const decimal = (value: string | null) => (value === '0E-9' ? '0.000000000' : (value ?? undefined));
			const captured = packets.map(({data}) => data.length / 2);
			expect({
				file,
				error: reader.error,
				format: reader.format,
				packets: packets.length,
				bytes: packets.reduce((sum, {wireLength}) => sum + wireLength, 0),
				captured: captured.reduce((sum, length) => sum + length, 0),
				truncated: packets.filter(({wireLength}, index) => captured[index] < wireLength).length,
				untimed: packets.length - timed.length,
				first: text(0),
				last: text(-1),
			}).toEqual({
				file,
				error: null,
				format: want.container.format,
				packets: want.packets,
				bytes: want.wire_bytes,
				captured: want.captured_bytes,
				truncated: want.truncated_by_snaplen_packets,
				untimed: want.time.packets_without_timestamp,
				first: decimal(want.time.first_packet),
				last: decimal(want.time.last_packet),
			});
		}
	});

	test('damaged captures give the packets that tcpdump finds, and say what is wrong', () => {
		for (const {file, tcpdump} of json('malformed/expected.json') as Damaged[]) {
			const {packets, reader} = read(fs.readFileSync(path.join(corpus, file)));
			if (tcpdump.packets !== null) {
				expect([file, packets.length]).toEqual([file, tcpdump.packets]);
			}
			if (tcpdump.exit === 0) {
				expect([file, reader.error]).toEqual([file, null]);
			}
			if (reader.error !== null) {
				expect(reader.error.message).toMatch(/^[^\n]{10,200}$/);
			}
		}
	});
});
