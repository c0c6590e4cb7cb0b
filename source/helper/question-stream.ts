/** Questions whose flows are and their answers, on a stream of their own: a line of JSON each. What is no question is passed over. */
import {readSync, writeSync} from 'node:fs';
import type {OwnerQuestion} from '../engine/owners.js';
import {ToldCommands} from './command-line.js';
import {type OwnerLine, parseQuestion} from './protocol.js';

/** Bytes of a line at most. */
const LONGEST = 1024;
const NEWLINE = 10;

export class QuestionStream {
	/** The other side has not closed it. */
	isOpen = true;
	readonly #bytes = Buffer.alloc(64 * LONGEST);
	/** Bytes of a line whose end has not come. */
	#begun = 0;
	/** The line is too long: it is passed over. */
	#isTooLong = false;
	readonly #told = new ToldCommands();

	constructor(private readonly descriptor: number) {}

	/** What can be read now. */
	read(): OwnerQuestion[] {
		const bytes = this.#bytes;
		let length = 0;
		try {
			length = readSync(this.descriptor, bytes, this.#begun, bytes.length - this.#begun, null);
		} catch {
			// closed, as below
		}
		if (length === 0) {
			this.isOpen = false;
			return [];
		}
		const end = this.#begun + length;
		const questions: OwnerQuestion[] = [];
		let start = 0;
		for (let next = bytes.indexOf(NEWLINE); next >= 0 && next < end; next = bytes.indexOf(NEWLINE, start)) {
			const question = this.#isTooLong || next - start > LONGEST ? null : parseQuestion(bytes.subarray(start, next));
			this.#isTooLong = false;
			if (question !== null) {
				questions.push(question);
			}
			start = next + 1;
		}
		this.#begun = end - start;
		if (this.#begun > LONGEST) {
			this.#isTooLong = true;
			this.#begun = 0;
		}
		bytes.copyWithin(0, start, start + this.#begun);
		return questions;
	}

	write(answer: OwnerLine): void {
		try {
			writeSync(this.descriptor, `${JSON.stringify(this.#withoutTold(answer))}\n`);
		} catch {
			this.isOpen = false;
		}
	}

	/** Without a command line that was told already. */
	#withoutTold(answer: OwnerLine): OwnerLine {
		if ('closed' in answer || answer.owner?.command === undefined) {
			return answer;
		}
		const {command, ...owner} = answer.owner;
		if (this.#told.of(owner)?.command === command) {
			return {...answer, owner};
		}
		this.#told.remember(owner, command);
		return answer;
	}
}
