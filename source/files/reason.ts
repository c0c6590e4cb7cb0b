import {constants} from 'node:os';

/** Why something could not be written, in the words of the program. */
export function reason(error: NodeJS.ErrnoException): string {
	// what is not UTF-8 is a mark in texts, and names nothing
	const isMangled = error.code === 'ENOENT' && error.path?.includes('\ufffd');
	return isMangled
		? 'the name of a folder in its path is not UTF-8; write elsewhere'
		: (REASONS[systemName(error) ?? ''] ?? error.message);
}

/** The system's name of an error, as `EACCES`; undefined where there is none. */
export function systemName({code, errno}: NodeJS.ErrnoException): string | undefined {
	// libuv has no name for it.
	return errno !== undefined && -errno === constants.errno.EDQUOT ? 'EDQUOT' : code;
}

const REASONS: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such folder',
	ENOTDIR: 'a part of its path is not a folder',
	EACCES: 'permission denied',
	EPERM: 'permission denied',
	EROFS: 'the file system is read-only',
	ENOSPC: 'the disk is full',
	EDQUOT: 'the disk quota is used up',
	EMFILE: 'too many files are open',
	EFBIG: 'it would be larger than files may be',
	EIO: 'the disk reports an error',
	ENAMETOOLONG: 'its name is too long',
	ELOOP: 'it is a symbolic link; name the file itself',
	EPIPE: 'its reader went away',
};
