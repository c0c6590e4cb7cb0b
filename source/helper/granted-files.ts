/**
 * The helper's files: new ones under granted names, moved and removed while they are its own, and nothing else. Folders are open from
 * the start and used through their descriptors, so that no link that comes up later leads elsewhere.
 */
import {
	accessSync,
	constants,
	fstatSync,
	fsyncSync,
	linkSync,
	openSync,
	realpathSync,
	renameSync,
	statSync,
	unlinkSync,
} from 'node:fs';
import path from 'node:path';
import {
	createHere,
	type Entry,
	type FileAnswer,
	type FileRequest,
	identityOfOpen,
	LOCK_MODE,
	lookHere,
	NO_FOLLOW,
	PRIVATE_MODE,
} from '../files/access.js';
import {derivedUse, ownUse, type Use} from './derived-names.js';
import type {Granted} from './protocol.js';

/** Folders that are granted later, and files that are there at once. */
const MOST_FOLDERS = 256;
const MOST_FILES = 1 << 20;

/** Of a lock that may be taken away: a process's number and when it began. */
const LONGEST_LOCK = 64;

/**
 * Folders that are the system's own (Filesystem Hierarchy Standard): what lies there may be read by programs that trust it. None of
 * them is granted later, nor one whose path has a hidden part.
 */
const SYSTEM = /^\/$|^\/(bin|boot|dev|etc|lib[^/]*|opt|proc|run|sbin|snap|sys|usr|var(?!\/tmp(\/|$)))(\/|$)|\/\./;

interface Folder {
	/** As the program calls it. */
	path: string;
	descriptor: number;
	/** What it was when it was granted. */
	dev: bigint;
	ino: bigint;
	/** Names asked for → whether what has them may be replaced. */
	names: Map<string, boolean>;
	/** Files of the dashboard's own names may be written there. */
	isDashboards: boolean;
}

interface Place {
	folder: Folder;
	/** Through the folder's descriptor. */
	path: string;
	use: Use;
	force: boolean;
}

export class GrantedFiles {
	readonly #folders = new Map<string, Folder>();
	/** Identities of the files that were made here and not removed. */
	readonly #own = new Set<string>();

	constructor({names, folder}: Pick<Granted, 'names' | 'folder'>) {
		for (const {path: name, force} of names) {
			this.#grant(path.dirname(name))?.names.set(path.basename(name), force);
		}
		const own = folder === null ? null : this.#grant(folder);
		if (own !== null) {
			own.isDashboards = true;
		}
	}

	/** @returns null for what is not granted @throws Error of the system */
	answer(request: FileRequest | {type: 'folder'; path: string}): FileAnswer | null {
		switch (request.type) {
			case 'folder':
				return this.#grantLater(request.path);
			case 'sync':
			case 'writable':
				return this.#ofFolder(request.type, request.path);
			case 'link':
			case 'rename':
				return this.#move(request.type, request.path, request.to);
			default:
				return this.#ofFile(request.type, request.path);
		}
	}

	#ofFile(type: 'look' | 'create' | 'open' | 'remove', file: string): FileAnswer | null {
		const place = this.#place(file);
		if (place === null) {
			return null;
		}
		const there = lookHere(place.path);
		switch (type) {
			case 'look':
				return {ok: true, entry: there};
			case 'create':
				return this.#create(place);
			case 'open':
				return this.#isOurs(place, there) ? {ok: true, descriptor: open(place.path)} : denied(there);
			case 'remove':
				if (there === null || !this.#isOurs(place, there)) {
					return denied(there);
				}
				unlinkSync(place.path);
				this.#own.delete(there.identity);
				return {ok: true};
		}
	}

	#create({path: file, use}: Place): FileAnswer {
		if (this.#own.size >= MOST_FILES) {
			return {ok: false, code: 'ENFILE'};
		}
		const descriptor = createHere(file, use === 'lock' ? LOCK_MODE : PRIVATE_MODE);
		this.#own.add(identityOfOpen(descriptor));
		return {ok: true, descriptor};
	}

	/** A file of ours gets a name; another file loses it only when it is ours as well, or may be replaced. */
	#move(type: 'link' | 'rename', file: string, name: string): FileAnswer | null {
		const [from, to] = [this.#place(file), this.#place(name)];
		if (from === null || to === null || from.folder !== to.folder || (from.use === 'lock') !== (to.use === 'lock')) {
			return null;
		}
		const moved = lookHere(from.path);
		if (!this.#isOurs(from, moved)) {
			return denied(moved);
		}
		if (type === 'link') {
			linkSync(from.path, to.path);
			return {ok: true};
		}
		const replaced = lookHere(to.path);
		if (replaced !== null && !this.#own.has(replaced.identity) && !(to.force && replaced.kind === 'file')) {
			return {ok: false, code: 'EEXIST'};
		}
		renameSync(from.path, to.path);
		return {ok: true};
	}

	#ofFolder(type: 'sync' | 'writable', name: string): FileAnswer | null {
		const folder = this.#folder(name);
		if (folder === null) {
			return null;
		}
		if (type === 'sync') {
			fsyncSync(folder.descriptor);
		} else {
			accessSync(through(folder), constants.W_OK | constants.X_OK);
		}
		return {ok: true};
	}

	/** A lock of this name may be a dead process's: it may be read and taken away whoever wrote it. */
	#isOurs({use}: Place, there: Entry | null): boolean {
		return there?.kind === 'file' && (this.#own.has(there.identity) || (use === 'lock' && there.size <= LONGEST_LOCK));
	}

	#place(file: string): Place | null {
		const folder = this.#folder(path.dirname(file));
		if (folder === null) {
			return null;
		}
		const name = path.basename(file);
		const at = `${through(folder)}/${name}`;
		for (const [asked, force] of folder.names) {
			const use = derivedUse(name, asked);
			if (use !== null) {
				return {folder, path: at, use, force: force && name === asked};
			}
		}
		const use = folder.isDashboards ? ownUse(name) : null;
		return use === null ? null : {folder, path: at, use, force: false};
	}

	/** @returns null for a folder that is not granted, or that is not the one any more that was */
	#folder(name: string): Folder | null {
		const folder = this.#folders.get(name);
		if (folder === undefined) {
			return null;
		}
		const now = statSync(name, {bigint: true, throwIfNoEntry: false});
		return now?.dev === folder.dev && now.ino === folder.ino ? folder : null;
	}

	#grantLater(name: string): FileAnswer | null {
		if (this.#folders.size >= MOST_FOLDERS) {
			return null;
		}
		if (this.#folder(name)?.isDashboards) {
			return {ok: true};
		}
		const real = realpathSync(name);
		if (SYSTEM.test(real)) {
			return null;
		}
		// Looked at again, since a part of the path may be a link by now.
		const folder = this.#grant(real);
		if (folder === null || realpathSync(through(folder)) !== real) {
			return null;
		}
		accessSync(through(folder), constants.W_OK | constants.X_OK);
		folder.isDashboards = true;
		this.#folders.set(name, folder);
		return {ok: true};
	}

	/** @returns null where there is no such folder: whoever writes there is told by the system */
	#grant(name: string): Folder | null {
		const known = this.#folder(name);
		if (known !== null) {
			return known;
		}
		let descriptor: number;
		try {
			descriptor = openSync(name, constants.O_RDONLY | constants.O_DIRECTORY);
		} catch {
			return null;
		}
		const {dev, ino} = fstatSync(descriptor, {bigint: true});
		const folder = {path: name, descriptor, dev, ino, names: new Map(), isDashboards: false};
		this.#folders.set(name, folder);
		return folder;
	}
}

const through = ({descriptor}: Folder): string => `/proc/self/fd/${descriptor}`;

const open = (file: string): number => openSync(file, constants.O_RDONLY | NO_FOLLOW | constants.O_NONBLOCK);

const denied = (there: Entry | null): FileAnswer => ({ok: false, code: there === null ? 'ENOENT' : 'EACCES'});
