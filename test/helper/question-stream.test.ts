/** Lines of questions as they come over a pipe: cut anywhere, and whatever is between them. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {OwnerQuestion} from '../../source/engine/owners.js';
import {parseQuestion} from '../../source/helper/protocol.js';
import {QuestionStream} from '../../source/helper/question-stream.js';

const QUESTION: OwnerQuestion = {
	id: 3,
	thorough: false,
	transport: 'sctp',
	local: {address: '::1', port: 1},
	remote: {address: '192.0.2.1', port: 65_535},
};

let folder: string;
let fifo: string;
beforeAll(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-questions-'));
	fifo = path.join(folder, 'fifo');
	spawnSync('mkfifo', [fifo]);
});
afterAll(() => fs.rmSync(folder, {recursive: true}));

/** What is read of these pieces, each written after the one before was read. */
function read(pieces: readonly Uint8Array[]): OwnerQuestion[] {
	// a pipe that is open for both can be read and written by one who does not wait
	const descriptor = fs.openSync(fifo, fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
	try {
		const stream = new QuestionStream(descriptor);
		return pieces.flatMap(piece => {
			if (piece.length === 0) {
				return [];
			}
			fs.writeSync(descriptor, piece);
			return stream.read();
		});
	} finally {
		fs.closeSync(descriptor);
	}
}

const line = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);

it.each([
	...[null, [], 1, {}, {...QUESTION, id: -1}, {...QUESTION, id: 0.5}, {...QUESTION, thorough: 1}],
	...[
		{...QUESTION, more: 1},
		{...QUESTION, transport: 'icmp'},
		{...QUESTION, local: {address: 'a', port: 1}},
	],
])('%j is no question', value => {
	expect(parseQuestion(Buffer.from(JSON.stringify(value)))).toBeNull();
	expect(read([line(value), line(QUESTION)])).toEqual([QUESTION]);
});

it('is heard wherever it is cut', () => {
	const bytes = Buffer.concat([line(QUESTION), line({...QUESTION, id: 4})]);
	for (let at = 1; at < bytes.length; at++) {
		expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual([QUESTION, {...QUESTION, id: 4}]);
	}
});

it('passes over a line that is too long, and hears the next one', () => {
	const long = Buffer.alloc(5000, 0x20);
	expect(read([long, long, line(QUESTION), line(QUESTION)])).toEqual([QUESTION]);
	expect(read([Buffer.concat([long, line(QUESTION), line(QUESTION)])])).toEqual([QUESTION]);
});

it('throws at no bytes', () => {
	const piece = fc.oneof(
		fc.uint8Array({maxLength: 3000}),
		fc.json().map(text => Buffer.from(`${text}\n`.slice(0, 4000))),
		fc.constant(line(QUESTION)),
	);
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 8}), pieces => {
			for (const question of read(pieces)) {
				expect(parseQuestion(Buffer.from(JSON.stringify(question)))).toEqual(question);
			}
		}),
		{numRuns: 300},
	);
});
