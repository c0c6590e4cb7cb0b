/** Processes as /proc tells of them. */
import fs from 'node:fs';

function children(pid: number): number[] {
	try {
		return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
	} catch {
		return [];
	}
}

/** A process and everything under it, the oldest first. */
export function descendants(pid: number): number[] {
	return [pid, ...children(pid).flatMap(descendants)];
}

/** The program is the last of shell, `setsid` and the like; its helper is none of them. */
export function youngest(pid: number): number {
	return (
		descendants(pid)
			.filter(each => !isHelper(each))
			.at(-1) ?? pid
	);
}

/** The privileged helper under this process, once it runs its own code; null when there is none. */
export const helperOf = (pid: number): number | null => descendants(pid).find(isHelper) ?? null;

function isHelper(pid: number): boolean {
	try {
		return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('helper.cjs');
	} catch {
		return false;
	}
}

/** Milliseconds that a process's main thread has waited for a processor; 0 when it is over. @see proc_pid_schedstat(5) */
export function starved(pid: number): number {
	try {
		return Number(fs.readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
	} catch {
		return 0;
	}
}

/** What each thread may do. @see proc_pid_status(5) */
export function privilegesOfThreads(pid: number) {
	return statusOfThreads(pid).map(status => {
		const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)![1].trim().split(/\s+/);
		const capabilities = ['CapInh', 'CapPrm', 'CapEff', 'CapAmb'].map(name => Number.parseInt(field(name)[0], 16));
		return {
			uids: field('Uid').map(Number),
			gids: field('Gid').map(Number),
			groups: field('Groups').filter(Boolean),
			capabilities,
			bounding: Number.parseInt(field('CapBnd')[0], 16),
			noNewPrivileges: field('NoNewPrivs')[0] === '1',
		};
	});
}

/** Of those that have not ended meanwhile. */
function statusOfThreads(pid: number): string[] {
	return fs.readdirSync(`/proc/${pid}/task`).flatMap(thread => {
		try {
			return [fs.readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')];
		} catch {
			return [];
		}
	});
}

/** Ended; a zombie that nobody has asked about is one that has. */
export function isOver(pid: number): boolean {
	return state(pid) === null || state(pid) === 'Z';
}

/** The kernel's letter: R, S, T … @see proc_pid_stat(5) */
export function state(pid: number): string | null {
	try {
		return /\) (\w)/.exec(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? null;
	} catch {
		return null;
	}
}

/** A stopped job does not have the terminal any more: its shell has taken it back. @see proc_pid_stat(5) */
export function isInFront(pid: number): boolean {
	const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
	const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return group === foreground;
}
