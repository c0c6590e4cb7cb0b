/** The privileged helper as the program sees it: begun before root is given up, asked, and perhaps lost. */
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {closeSync} from 'node:fs';
import type {Socket} from 'node:net';
import {limitPrograms} from '../engine/libpcap/capabilities.js';
import type {SocketQuery} from '../engine/libpcap/sockets.js';
import {UnixMessages} from '../engine/libpcap/unix-socket.js';
import type {PacketSockets} from '../engine/settings.js';
import type {Delegate, FileAnswer} from '../files/access.js';
import {startingCapabilities} from '../helper/needs.js';
import {
	type Begin,
	encode,
	type HelperAnswer,
	type HelperRequest,
	NOT_GRANTED,
	type SocketOwner,
} from '../helper/protocol.js';
import {startHelper} from '../parts/helper-part.js';
import {OwnerStream} from './owner-stream.js';

/** Milliseconds for an answer, the first one after the time that Node takes to start; a folder that is synced waits for a disk. */
const PATIENCE = 3000;
const START_PATIENCE = 15_000;
const DISK_PATIENCE = 20_000;

/** Its stream of questions about owners: behind standard streams and the socket. */
const OWNERS = 4;

export class Helper implements PacketSockets {
	/** Why it answers no more, in words; null while it does. */
	lost: string | null = null;
	/** Whose flows are. */
	readonly owners: OwnerStream;
	readonly #messages: UnixMessages;
	readonly #child: ChildProcess;
	#socket: number | null;
	#onLost: ((why: string) => void) | null = null;
	#isAwake = false;
	#hasAnswered = false;

	private constructor(messages: UnixMessages, child: ChildProcess, socket: number) {
		this.#messages = messages;
		this.#child = child;
		this.#socket = socket;
		child.once('exit', (code, signal) =>
			this.#lose(signal === null ? `ended with status ${code}` : `killed by ${signal}`),
		);
		child.once('error', error => this.#lose(error.message));
		// Its end tells what there is to tell.
		child.stdin?.on('error', () => {});
		child.unref();
		const stream = child.stdio[OWNERS] as Socket;
		stream.unref();
		this.owners = new OwnerStream(stream, () => this.wake());
	}

	/** Begins it with what this process may do now, which it must not have given up yet; `wake` does the rest. @throws Error of the system */
	static async start(begin: Begin, startProcess = startHelper): Promise<Helper> {
		const messages = await UnixMessages.load();
		await limitPrograms(startingCapabilities(begin));
		const [ours, theirs] = messages.pair();
		try {
			const child = startProcess([theirs]);
			if (child.pid === undefined) {
				const [error] = await once(child, 'error');
				for (const pipe of child.stdio ?? []) {
					pipe?.destroy();
				}
				throw error;
			}
			messages.send(ours, encode(begin));
			return new Helper(messages, child, ours);
		} catch (error) {
			closeSync(ours);
			throw error;
		} finally {
			closeSync(theirs);
		}
	}

	/** Told once why it is lost, at once if it is already: it may have ended before anyone cared. */
	set onLost(told: (why: string) => void) {
		this.#onLost = told;
		if (this.lost !== null) {
			told(this.lost);
		}
	}

	/** What is done with names of files. */
	readonly files: Delegate = request => {
		if (request.type === 'write') {
			return null;
		}
		const answer = this.ask(request) as FileAnswer | null;
		return answer === null || (!answer.ok && answer.code === NOT_GRANTED) ? null : answer;
	};

	/** Whether files go into a folder that the user names from now on. */
	useFolder(path: string): boolean {
		return this.ask({type: 'folder', path})?.ok ?? false;
	}

	/** The processes that have a connection's socket open; none where that is not known. */
	ownersOf(query: SocketQuery): SocketOwner[] {
		const answer = this.ask({type: 'owners', ...query});
		return answer?.ok && 'owners' in answer ? answer.owners : [];
	}

	/** As of `PacketSockets`. */
	get ready(): boolean {
		return this.ask({type: 'ping'})?.ok ?? false;
	}

	/** As of `PacketSockets`. */
	serve(listener: number): void {
		this.ask({type: 'sockets'}, listener);
		closeSync(listener);
	}

	/** @returns null when it is lost */
	ask(request: HelperRequest, descriptor: number | null = null): HelperAnswer | null {
		if (this.#socket === null) {
			return null;
		}
		this.wake();
		const patience = request.type === 'sync' ? DISK_PATIENCE : this.#hasAnswered ? PATIENCE : START_PATIENCE;
		try {
			this.#messages.send(this.#socket, encode(request), descriptor);
			if (this.#messages.wait([this.#socket], patience).length === 0) {
				this.#lose('it does not answer');
				return null;
			}
			const message = this.#messages.receive(this.#socket);
			if (message !== null) {
				this.#hasAnswered = true;
				const answer = JSON.parse(message.bytes.toString()) as HelperAnswer;
				const [opened] = message.descriptors;
				return answer.ok && opened !== undefined ? {...answer, descriptor: opened} : answer;
			}
			this.#lose('it has ended');
		} catch (error) {
			const {code, message} = error as NodeJS.ErrnoException;
			this.#lose(code === 'EPIPE' || code === 'ECONNRESET' ? 'it has ended' : message);
		}
		return null;
	}

	/** Until now it has waited, so as to take no time of the program's first frame. */
	wake(): void {
		if (!this.#isAwake) {
			this.#isAwake = true;
			this.#child.stdin?.end('\n');
		}
	}

	#lose(why: string): void {
		if (this.#socket === null) {
			return;
		}
		closeSync(this.#socket);
		this.#socket = null;
		this.lost = `privileged helper lost (${why}): files only where this user may write, no other interface`;
		this.#onLost?.(this.lost);
	}
}
