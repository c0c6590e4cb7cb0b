/** Answers what the program asks. Nothing that comes in is believed; nothing of it ends the helper. */
import {closeSync, readlinkSync} from 'node:fs';
import type {SocketMaker} from '../engine/libpcap/socket-notice.js';
import type {GrantedFiles} from './granted-files.js';
import type {Owners} from './owners.js';
import {BRINGS_DESCRIPTOR, type HelperAnswer, type HelperRequest, NOT_GRANTED, parseRequest} from './protocol.js';

/** Threads that may wait for packet sockets at once. */
const MOST_LISTENERS = 4;

const REFUSED: HelperAnswer = {ok: false, code: NOT_GRANTED};

export class Requests {
	readonly #files: GrantedFiles;
	readonly #sockets: SocketMaker | null;
	readonly #owners: Owners | null;
	/** Whoever asks by one of these wants a packet socket. */
	readonly #listeners = new Set<number>();

	/** @param sockets null: none are made; `owners` null: none are told */
	constructor(files: GrantedFiles, sockets: SocketMaker | null, owners: Owners | null) {
		this.#owners = owners;
		this.#files = files;
		this.#sockets = sockets;
	}

	/** Descriptors that are waited for. */
	get listeners(): readonly number[] {
		return [...this.#listeners];
	}

	/**
	 * @param descriptors that came along: taken over or closed
	 * @returns `descriptor` of the answer goes along, and is to be closed then
	 */
	answer(bytes: Uint8Array, descriptors: readonly number[]): HelperAnswer {
		const request = parseRequest(bytes);
		const isAsDescribed = request !== null && descriptors.length === (BRINGS_DESCRIPTOR.has(request.type) ? 1 : 0);
		if (!isAsDescribed) {
			descriptors.forEach(closeSync);
			return REFUSED;
		}
		try {
			return this.#answer(request, descriptors);
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			return {ok: false, code: typeof code === 'string' ? code : 'EIO'};
		}
	}

	#answer(request: HelperRequest, descriptors: readonly number[]): HelperAnswer {
		switch (request.type) {
			case 'ping':
				return {ok: true};
			case 'sockets':
				return this.#listen(descriptors[0]);
			case 'owners': {
				const {type: _, ...query} = request;
				return this.#owners === null ? REFUSED : {ok: true, owners: this.#owners.of(query)};
			}
			default:
				return this.#files.answer(request) ?? REFUSED;
		}
	}

	#listen(descriptor: number): HelperAnswer {
		// Of anything else it is not known what asking it would do.
		const isListener = readlinkSync(`/proc/self/fd/${descriptor}`) === 'anon_inode:seccomp notify';
		if (this.#sockets === null || !isListener || this.#listeners.size >= MOST_LISTENERS) {
			closeSync(descriptor);
			return REFUSED;
		}
		this.#listeners.add(descriptor);
		return {ok: true};
	}

	/** Somebody asks by this one, or is gone. */
	serve(listener: number): void {
		if (this.#sockets?.answer(listener)) {
			return;
		}
		this.#listeners.delete(listener);
		closeSync(listener);
	}
}
