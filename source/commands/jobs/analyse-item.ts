/** One file of a job, analysed here. */
import path from 'node:path';
import {NetanalError, snapshotError} from '../../engine/errors.js';
import {createEngine, type EngineSettings} from '../../engine/internal.js';
import type {Privileges} from '../../engine/options.js';
import {unreadable} from '../../engine/unreadable.js';
import type {WorkItem} from '../../fleet/jobs/job.js';
import {failureOf, type Result, resultOf} from '../../fleet/jobs/result.js';
import {realPath} from './real-path.js';

/**
 * Loads what analysing takes, and gives up root, by an analysis of nothing: whoever hands in jobs says what files are read.
 *
 * @param user who to become; whoever called sudo when absent, else nobody
 * @returns null where there was no root
 * @throws NetanalError PRIVILEGES
 */
export async function prepareAnalysis(user?: string): Promise<Privileges | null> {
	await using engine = createEngine({
		source: {kind: 'file', path: '/dev/null'},
		filter: 'ip',
		interval: 0,
		privileges: 'drop',
		user,
		inThread: true,
	});
	try {
		await engine.start();
		await engine.ended;
	} catch (error) {
		if (error instanceof NetanalError && error.code === 'PRIVILEGES') {
			throw error;
		}
	}
	return engine.privileges;
}

export interface ItemAnalysis {
	/** Null when it was given up before its end. */
	readonly result: Promise<Result | null>;
	giveUp(): void;
}

/** @param below folders, by their real paths, that the file has to be in; none: it may be anywhere */
export function analyseItem({item, path: name, options, secret}: WorkItem, below: readonly string[]): ItemAnalysis {
	let isGivenUp = false;
	const settings: EngineSettings = {
		source: {kind: 'file', path: name},
		filter: options.filter ?? undefined,
		from: options.from ?? undefined,
		to: options.to ?? undefined,
		top: options.top,
		limits: options.limits,
		interval: 0,
		inThread: true,
		sketchSecret: secret,
	};
	let engine: ReturnType<typeof createEngine> | null = null;
	const analysed = async (): Promise<Result | null> => {
		try {
			refuseOutside(name, below);
			engine = createEngine(settings);
			await engine.start();
			const snapshot = await engine.ended;
			return isGivenUp ? null : resultOf(item, snapshot);
		} catch (error) {
			const failure = failureOf(item, snapshotError(error));
			return isGivenUp ? null : failure;
		}
	};
	return {
		result: analysed(),
		giveUp() {
			isGivenUp = true;
			engine?.stop().catch(() => {});
		},
	};
}

function refuseOutside(name: string, below: readonly string[]): void {
	let file: string;
	try {
		file = realPath(name);
	} catch (error) {
		throw unreadable(error, name);
	}
	if (below.length > 0 && !below.some(folder => file.startsWith(path.join(folder, path.sep)))) {
		throw new NetanalError(
			'FILE_UNREADABLE',
			`cannot read ${name}: it lies outside of what this worker was given (--below)`,
		);
	}
}
