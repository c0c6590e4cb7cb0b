/** What every live test stands on: a pair of network namespaces per test, captures of known traffic, a bundled driver. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe} from 'vitest';
import {bundleDriver} from './driver.js';
import {type KnownTraffic, writeKnownTraffic} from './known-traffic.js';
import {liveTestObstacle, NetworkPair} from './netns.js';
import {until} from './until.js';

export interface Live<Name extends string> {
	/** Another one for each test. */
	readonly network: NetworkPair;
	/** The bundled driver's file; '' when none was asked for. */
	readonly driver: string;
	/** Of this file of tests, removed after them. */
	readonly folder: string;
	/** Captures of known traffic, and what is in each. */
	readonly file: Readonly<Record<Name, string>>;
	readonly known: Readonly<Record<Name, KnownTraffic>>;
}

export interface LiveOptions<Name extends string> {
	/** A module of test/live, e.g. `capture-driver`. */
	driver?: string;
	/** How many packets each capture has. */
	packets: Readonly<Record<Name, number>>;
	/** Everybody may write into the folder: root is given up before the first file is opened. */
	shared?: boolean;
}

const obstacle = liveTestObstacle();

/** `describe` where network namespaces can be made; elsewhere the tests are left out, with a word. */
export function describeLive(name: string, timeout: number, tests: () => void): void {
	if (obstacle !== null) {
		console.warn(`live tests left out: ${obstacle}`);
	}
	describe.skipIf(obstacle !== null)(name, {timeout}, tests);
}

/** Resolves when a process, alone in its network namespace, has an interface open. */
export async function untilOpen(pid: number): Promise<void> {
	const namespace = (of: number | 'self') => fs.readlinkSync(`/proc/${of}/ns/net`);
	// It begins in ours. libpcap asks for packets (all protocols, 0003) as the last thing.
	const isOpen = () =>
		namespace(pid) !== namespace('self') && / 0003 +[1-9]/.test(fs.readFileSync(`/proc/${pid}/net/packet`, 'utf8'));
	await until(isOpen);
}

/** Call it first in a `describeLive`; what it returns is filled when the tests run. */
export function useLive<Name extends string>({driver, packets, shared = false}: LiveOptions<Name>): Live<Name> {
	const live = {driver: '', file: {}, known: {}} as {-readonly [Key in keyof Live<Name>]: Live<Name>[Key]};
	beforeAll(() => {
		const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-live-'));
		if (shared) {
			fs.chmodSync(folder, 0o777);
		}
		live.folder = folder;
		if (driver !== undefined) {
			live.driver = bundleDriver(driver, folder);
		}
		const names = Object.keys(packets) as Name[];
		const captures = names.map(name => {
			const file = path.join(folder, `${name}.pcap`);
			return {name, file, known: writeKnownTraffic(file, packets[name])};
		});
		live.file = Object.fromEntries(captures.map(({name, file}) => [name, file])) as Record<Name, string>;
		live.known = Object.fromEntries(captures.map(({name, known}) => [name, known])) as Record<Name, KnownTraffic>;
	});
	afterAll(() => fs.rmSync(live.folder, {recursive: true, force: true}));
	beforeEach(() => {
		live.network = new NetworkPair();
	});
	afterEach(() => live.network.close());
	return live;
}
