/** What a process is called: by its own file's name where what it calls itself is not that (proc(5), /proc/PID/{comm,exe,cmdline}). */
import {readFileSync, readlinkSync} from 'node:fs';
import path from 'node:path';

/** TASK_COMM_LEN of <linux/sched.h>, without its end: longer names are cut. */
const CUT = 15;

/** What proc(5) says of a process's names. */
export interface Names {
	/** Of its first thread, which may have renamed itself: Node 24 calls it MainThread. */
	comm: string;
	/** Its file; null where that may not be seen. */
	exe: string | null;
	/** Its first arguments; a program may have written anything over them. */
	arguments: readonly string[];
}

/** Its name, and never more of its arguments than the name of its file or its script. */
export function nameOf({comm, exe, arguments: [zeroth = '', first = '']}: Names): string {
	const file = exe === null ? '' : path.basename(exe.replace(/ \(deleted\)$/, ''));
	// `nginx: worker process`, `-bash`
	const called = path.basename(zeroth.replace(/[\s:].*$/s, '').replace(/^-/, ''));
	const script = path.basename(first);
	const isComm = (name: string) => name !== '' && (name === comm || (comm.length === CUT && name.startsWith(comm)));
	return [called, file, script].find(isComm) ?? ([file, called].find(name => name !== '') || comm);
}

/** @throws Error of the system when it has ended */
export function readName(pid: number): string {
	const comm = readFileSync(`/proc/${pid}/comm`, 'utf8').replace(/\n$/, '');
	let exe: string | null = null;
	try {
		exe = readlinkSync(`/proc/${pid}/exe`);
	} catch {
		// of the kernel, or not ours to see
	}
	return nameOf({comm, exe, arguments: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, 2)});
}
