/**
 * Git's own transport (git documentation, gitprotocol-pack and gitprotocol-common "pkt-line").
 *
 * | offset | field                                                                   |
 * |--------|-------------------------------------------------------------------------|
 * | 0      | length of the line in four hexadecimal digits                           |
 * | 4      | request: `git-upload-pack `, `git-receive-pack `, `git-upload-archive ` |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const REQUESTS = ['git-upload-pack ', 'git-receive-pack ', 'git-upload-archive '];

export const git: ApplicationProtocol = {
	name: 'git',
	over: [IpProtocol.TCP],
	ports: [9418],
	firstBytes: [0x30],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 8 || lineLength(bytes, start) > wireLength || lineLength(bytes, start) < 5) {
			return Verdict.no;
		}
		for (const request of REQUESTS) {
			if (hasText(bytes, start + 4, end, request)) {
				return Verdict.yes;
			}
		}
		return view.onPort ? Verdict.yes : Verdict.no;
	},
};

/** The number that four hexadecimal digits write, or -1. */
function lineLength(bytes: Uint8Array, at: number): number {
	let length = 0;
	for (let i = at; i < at + 4; i++) {
		const byte = bytes[i];
		const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
		if (digit < 0) {
			return -1;
		}
		length = length * 16 + digit;
	}

	return length;
}
