/** The dashboard: an engine, a terminal, and what joins them. */
import os from 'node:os';
import {complain, whenOutputCloses} from '../../cli/standard-streams.js';
import {UsageError} from '../../cli/usage-error.js';
import {sshExpression, withoutSsh} from '../../dashboard/model/own-ssh.js';
import {parseRules} from '../../engine/alerts/rule.js';
import type {EngineSettings} from '../../engine/internal.js';
import type {MetricsOptions} from '../../engine/metrics/options.js';
import {NO_ROWS} from '../../engine/rows.js';
import {refuseFewFiles} from '../../engine/scarce.js';
import type {Flow, SourceKind} from '../../engine/snapshot.js';
import type {Publication} from '../../fleet/sensor/publication.js';
import {beginHelper, ownerLookup} from '../../host/helper.js';
import {type Home, homeOf} from '../../host/home.js';
import {localAddresses} from '../../host/local-addresses.js';
import {isOpenable} from '../../host/openable.js';
import {PastFilters, pastFiltersFile} from '../../host/past-filters.js';
import {explainedShortly, exportObstacle, isOutOfReach} from '../../host/privileges.js';
import {readerPrivileges} from '../../host/reader-privileges.js';
import {Endings} from '../../terminal/endings.js';
import type {Notification} from '../../terminal/notification.js';
import type {Publishing} from '../shared/broker-options.js';
import {lackOfTerminal, NO_TERMINAL} from '../shared/look-options.js';
import {startMetrics} from '../shared/metrics-option.js';
import {readConfig} from './config.js';
import {flowOwners} from './flow-owners.js';
import {type Look, themeOf, wantsMouse} from './look.js';
import {SwitchableEngine} from './switchable-engine.js';
import {exportSnapshot, loadCharts, startWriting, writableFolder, written} from './written-files.js';

/** Rows of each list that a snapshot carries, and milliseconds between snapshots. */
const TOP = 50;
const INTERVAL = 500;
/** Seconds of a file that can be looked at one by one; a longer file has fewer, further apart. */
const TIME_LINE = 3600;
/**
 * Milliseconds that a capture gets for ending after the dashboard is gone: what a flood has left in the queue is of no use to anyone
 * then. With the terminal gone nobody waits for its end.
 */
const PATIENCE = 500;
const GONE_PATIENCE = 150;
/** The same for one that writes packets: their file has yet to be synced. */
const WRITING_PATIENCE = 10_000;
/**
 * Milliseconds since the process began until which a source that should open, and does not, may say so without the screen
 * having been touched.
 */
const GRACE = 200;
const BROKEN_OFF = 1;
const HUNG_UP = 128 + os.constants.signals.SIGHUP;

export interface DashboardOptions extends Look {
	engine: EngineSettings;
	/** Whether the processes of flows may be looked up. */
	processes: boolean;
	/** And their command lines. */
	commands: boolean;
	/** Seconds that can be looked back at. */
	history: number;
	/** Where metrics are served, if they are. */
	metrics: MetricsOptions | null;
	/** Rules that are watched for beside those of the configuration, and how the terminal tells of them, where that says nothing else. */
	alerts: readonly string[];
	notify: Notification | undefined;
	/** What is told to a fleet, if anything. */
	publish: Publishing | null;
}

/**
 * Opens the source and shows the dashboard until it is left.
 *
 * @returns exit status: 0; 1 when the capture broke off before it was left; 128 + n after signal n
 * @throws UsageError without a terminal; NetanalError when the source cannot be opened
 */
export async function dashboard(options: DashboardOptions): Promise<number> {
	const {source} = options.engine;
	const lack = lackOfTerminal();
	if (lack !== null) {
		throw noTerminal(lack, options.engine);
	}
	const endings = new Endings();
	const home = await homeOf(process.env);
	const config = readConfig(process.env, home);
	const theme = themeOf(options, config.theme);
	let folder = process.cwd();
	const filter = options.engine.filter || null;
	const ownSsh = source.kind === 'interface' ? sshExpression(process.env.SSH_CONNECTION) : null;
	// before root is given up: the program may lie, and the terminal be, where nobody else may go
	const reader = await readerPrivileges(options.engine);
	const drops = source.kind === 'interface' ? options.engine.privileges === 'drop' : reader.dropsRoot;
	const dropsRoot = drops && process.geteuid?.() === 0;
	const ownHome = homeOfPastFilters(options.engine, home, dropsRoot);
	const pastFile = pastFiltersFile(process.env, ownHome.folder);
	const sockets = source.kind === 'interface';
	if (sockets) {
		refuseFewFiles();
	}
	const helping = drops
		? beginHelper(options.engine, {
				names: [{path: pastFile, force: true}],
				folder,
				sockets,
				processes: sockets && options.processes,
				commands: sockets && options.commands,
			})
		: null;
	const past = new PastFilters(pastFile, ownHome, dropsRoot);
	const prepared = prepare(sockets && drops, helping);
	const alerts = allRules(config.alerts, options.alerts);
	const whole = {...engineOptions(options.engine, withoutSsh(filter, ownSsh)), alerts};
	const processes = helping !== null && sockets && options.processes ? ownerLookup(helping) : undefined;
	const engine = new SwitchableEngine({...whole, source: reader.source, prepared, processes});
	await using serving = await startMetrics(engine, options.metrics);
	let publication: Publication | null = null;
	const open = async () => {
		const isFirst = await engine.open(filter ?? undefined);
		const say = (message: string) => engine.emit('output-error', {code: 'BROKER_UNREACHABLE', message, offset: null});
		publication = (await options.publish?.begin(engine, say)) ?? null;
		return isFirst;
	};
	// what is live starts while the rest is loaded; a file could be over before anyone listens
	const early = source.kind === 'interface' || source.kind === 'demo' ? open() : null;
	early?.catch(() => {});
	let remembering: Promise<void> = Promise.resolve();
	whenOutputCloses(() => {});
	let status = 0;
	try {
		const {mount, openDevice, systemClock, interfaceList, keyboard, output, helper} = await prepared;
		if (keyboard === null) {
			throw noTerminal(NO_TERMINAL, options.engine);
		}
		engine.helper = helper;
		engine.reader = await reader.drop();
		// what will fail, as far as can be told, is waited for: a screen would only be in the way of its one line
		const opens = source.kind !== 'interface' || isOpenable(source.name);
		if (early !== null) {
			await Promise.race(opens ? [early, patience(Math.max(0, GRACE - performance.now()))] : [early]);
		}
		status = await mount({
			engine,
			engineState: engine.state === 'idle' ? 'starting' : engine.state,
			interfaceChange: engine.interfaceChange,
			open: () => early ?? open(),
			device: openDevice(process.stdout, output, keyboard),
			endings,
			theme,
			hasMouse: wantsMouse(options, config.hasMouse),
			clock: systemClock,
			capture: {
				source: sourceOf(options.engine),
				filter,
				ownSsh,
				pastFilters: past.list,
				history: options.history,
				localAddresses: localAddresses(source),
				unit: config.unit,
				hasNames: config.hasNames,
				problem: config.problem,
				isOnce: options.engine.once,
				notes: serving.notes,
				alerts,
			},
			notification: options.notify ?? config.notify,
			commands: config.commands,
			outside: {
				exportSnapshot: (snapshot, format) =>
					explaining(engine, folder, () => exportSnapshot(folder, snapshot, format)),
				exportObstacle: () => exportObstacle(folder, engine.privileges),
				changeFolder: async name => {
					folder = writableFolder(folder, name, home.folder, engine.useFolder);
					return folder;
				},
				interfaces: interfaceList,
				switchTo: async (name, whole) => {
					await engine.switchTo(name, whole);
					return localAddresses({kind: 'interface', name});
				},
				...(source.kind === 'interface' && {
					ownAddresses: (name: string) => localAddresses({kind: 'interface', name}),
				}),
				...(helper !== null && typeof helper !== 'string' && options.processes
					? {owners: (flow: Flow) => flowOwners(flow, query => helper.ownersOf(query))}
					: {}),
				startWriting: only =>
					explaining(engine, folder, () =>
						startWriting(folder, engine.sourceName, file => engine.startWriting(file, only)),
					),
				stopWriting: async () => written(await engine.stopWriting()),
				rememberFilters: filters => {
					// not being remembered costs nothing but typing
					remembering = past.write(filters).catch(() => {});
				},
			},
		});
		return status === 0 && engine.state === 'failed' ? BROKEN_OFF : status;
	} finally {
		// nobody looks at the screen any more
		engine.on('file-kept', ({message}) => complain(message));
		engine.on('output-error', ({message}) => complain(message));
		const most = engine.writing ? WRITING_PATIENCE : status === HUNG_UP ? GONE_PATIENCE : PATIENCE;
		const stopped = engine.stop().then(
			last => publication?.end(last),
			() => {},
		);
		await Promise.race([Promise.all([stopped, remembering]), patience(most)]);
	}
}

/** @param dropsRoot where this is root */
async function prepare(dropsRoot: boolean, helping: ReturnType<typeof beginHelper> | null) {
	const [helper, {mount, openDevice, openKeyboard, openOutput, systemClock, interfaceList}] = await Promise.all([
		helping,
		import('./screen.js'),
		dropsRoot && isOutOfReach() ? loadCharts().then(({prepareCharts}) => prepareCharts()) : null,
	]);
	return {
		helper,
		mount,
		openDevice,
		systemClock,
		interfaceList,
		keyboard: openKeyboard(),
		output: openOutput(process.stdout.fd),
	};
}

/** Whose filters are remembered: of whom the program will be. */
const homeOfPastFilters = ({user}: EngineSettings, home: Home, dropsRoot: boolean): Home =>
	dropsRoot && user === undefined ? home : {folder: os.homedir(), invokingUid: null};

async function explaining<T>(engine: SwitchableEngine, folder: string, write: () => Promise<T>): Promise<T> {
	try {
		return await write();
	} catch (error) {
		throw explainedShortly(error, folder, engine.privileges);
	}
}

function engineOptions(options: EngineSettings, filter: string | null): EngineSettings {
	const {kind} = options.source;
	return {
		// a file tells its own time, second by second
		interval: kind === 'file' ? 0 : INTERVAL,
		timeLine: TIME_LINE,
		progressInterval: 100,
		rows: NO_ROWS,
		top: TOP,
		...options,
		filter: filter ?? undefined,
	};
}

/** A rule that stands in both is one. @throws UsageError where they are too many */
function allRules(configured: readonly string[], asked: readonly string[]): readonly string[] {
	const all = [...new Set([...configured, ...asked])];
	const problem = parseRules(all);
	if (typeof problem === 'string') {
		throw new UsageError(`alerts: ${problem}`);
	}
	return all;
}

/** What the header shows before the first snapshot. */
function sourceOf({source}: EngineSettings): {kind: SourceKind; name: string} {
	switch (source.kind) {
		case 'interface':
			return {kind: 'interface', name: source.name};
		case 'file':
			return {kind: 'file', name: source.path};
		case 'stdin':
			return {kind: 'stdin', name: '-'};
		case 'demo':
			return {kind: 'interface', name: 'demo'};
	}
}

function noTerminal(lack: string, {source}: EngineSettings): UsageError {
	const instead =
		source.kind === 'file' || source.kind === 'stdin'
			? `analyze ${source.kind === 'file' ? source.path : '-'}`
			: `capture ${source.kind === 'interface' ? source.name : 'IFACE'} --format json`;
	return new UsageError(`the dashboard needs a terminal, and ${lack}: netanal-tui ${instead}`);
}

async function patience(milliseconds: number): Promise<void> {
	await new Promise<void>(resolve => {
		setTimeout(resolve, milliseconds).unref();
	});
}
