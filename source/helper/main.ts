/**
 * Entry of the privileged helper: a process of its own that sees no packet, does a fixed list of things, and ends with the program.
 * See docs/decisions/0031 and docs/security.md.
 */
import {closeSync} from 'node:fs';
import {becomeWith} from '../engine/libpcap/capabilities.js';
import {SocketTable} from '../engine/libpcap/sock-diag.js';
import {SocketMaker} from '../engine/libpcap/socket-notice.js';
import {UnixMessages} from '../engine/libpcap/unix-socket.js';
import {Descriptors} from './descriptors.js';
import {GrantedFiles} from './granted-files.js';
import {capabilitiesOf} from './needs.js';
import {OwnerQuestions} from './owner-questions.js';
import {Owners} from './owners.js';
import {type Begin, encode, type HelperAnswer} from './protocol.js';
import {QuestionStream} from './question-stream.js';
import {Requests} from './requests.js';
import {WatchedSockets} from './watched-sockets.js';

/** Where whoever started it has put the socket, and the stream of questions whose flows are. */
const SOCKET = 3;
const QUESTIONS = 4;

async function main(): Promise<void> {
	const messages = await UnixMessages.load();
	const message = messages.receive(SOCKET);
	if (message === null) {
		return;
	}
	const begin = JSON.parse(message.bytes.toString()) as Begin;
	process.umask(0);
	await becomeWith(begin.account, capabilitiesOf(begin));
	const table = begin.processes ? await SocketTable.load() : null;
	const owners = table && new Owners(query => table.find(query), new Descriptors(), begin.commands);
	const requests = new Requests(new GrantedFiles(begin), begin.sockets ? await SocketMaker.load() : null, owners);
	const stream = new QuestionStream(QUESTIONS);
	const watched =
		table?.closings == null
			? null
			: new WatchedSockets(
					table.closings,
					port => table.isFree(port),
					closed => stream.write(closed),
				);
	const questions = owners && new OwnerQuestions(owners, answer => stream.write(answer), watched);
	for (;;) {
		const asked = questions !== null && stream.isOpen ? [QUESTIONS] : [];
		const {listeners} = requests;
		const closings = watched?.descriptor ?? null;
		const ready = messages.wait(
			[SOCKET, ...asked, ...listeners, ...(closings === null ? [] : [closings])],
			first(questions?.pause ?? -1, watched?.pause ?? -1),
		);
		for (const listener of listeners.filter(each => ready.includes(each))) {
			requests.serve(listener);
		}
		if (closings !== null && ready.includes(closings)) {
			watched?.hear();
		}
		if (ready.includes(SOCKET) && !hear(messages, requests)) {
			return;
		}
		if (questions !== null) {
			for (const question of ready.includes(QUESTIONS) ? stream.read() : []) {
				questions.add(question);
			}
			questions.work();
		}
	}
}

/** The shorter one of two pauses; -1 = for ever. */
const first = (one: number, other: number): number =>
	Math.min(one, other) < 0 ? Math.max(one, other) : Math.min(one, other);

/** @returns false at the end */
function hear(messages: UnixMessages, requests: Requests): boolean {
	let answer: HelperAnswer;
	try {
		const message = messages.receive(SOCKET);
		if (message === null) {
			return false;
		}
		answer = requests.answer(message.bytes, message.descriptors);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EMSGSIZE') {
			throw error;
		}
		answer = {ok: false, code: 'EMSGSIZE'};
	}

	const descriptor = 'descriptor' in answer ? answer.descriptor : undefined;
	messages.send(SOCKET, encode(answer), descriptor ?? null);
	if (descriptor !== undefined) {
		closeSync(descriptor);
	}
	return true;
}

// Whoever started it is told by the end of its socket, and waits for no words.
main().then(
	() => process.exit(0),
	() => process.exit(1),
);
