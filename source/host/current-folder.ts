import {realpathSync} from 'node:fs';

/** Whether the folder that the program runs in was removed. Node cannot start a thread then, nor make a path whole. */
export function isCurrentFolderGone(): boolean {
	try {
		realpathSync.native('.');
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ENOENT';
	}
}
