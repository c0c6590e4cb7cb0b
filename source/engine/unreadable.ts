/** Why a file cannot be read. */
import {NetanalError} from './errors.js';

/**
 * One line for a system's error: what, where, and what to do.
 *
 * @param wanted what the file was to be
 */
export function unreadable(error: unknown, name: string, wanted = 'capture file'): NetanalError {
	if (error instanceof NetanalError) {
		return error;
	}
	return new NetanalError(
		'FILE_UNREADABLE',
		`cannot read ${name}: ${reason(error as NodeJS.ErrnoException, name, wanted)}`,
	);
}

function reason(error: NodeJS.ErrnoException, name: string, wanted: string): string {
	switch (error.code) {
		case 'ENOENT':
			return name.includes('\ufffd')
				? 'no such file; if its name is not UTF-8, rename it, or read it as standard input: - < FILE'
				: 'no such file; check the path';
		case 'EACCES':
		case 'EPERM':
			return `permission denied; run: sudo chmod a+r '${name}'`;
		case 'ENOTDIR':
			return 'a part of its path is not a directory';
		case 'ELOOP':
			return 'too many symbolic links';
		case 'ENXIO':
			return 'it is a socket or a device that is not there';
		case 'EIO':
			return 'the device reports an input/output error; copy it from a backup, or look into dmesg';
		case 'EISDIR':
			return `it is a directory; give one ${wanted} in it`;
		default:
			return error.message;
	}
}
