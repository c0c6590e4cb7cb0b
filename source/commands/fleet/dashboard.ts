/** The dashboard on a fleet: the same panels, on what all sensors count together or on one of them. */
import {UsageError} from '../../cli/usage-error.js';
import type {ChooserItem} from '../../dashboard/model/chooser.js';
import type {FleetSensor} from '../../engine/snapshot.js';
import type {FleetEngine} from '../../fleet/fleet-engine.js';
import {elapsed} from '../../format/durations.js';
import {bitRate, packetRate, shortCount} from '../../format/numbers.js';
import {homeOf} from '../../host/home.js';
import {exportObstacle} from '../../host/privileges.js';
import {Endings} from '../../terminal/endings.js';
import {readConfig} from '../dashboard/config.js';
import {type Look, themeOf, wantsMouse} from '../dashboard/look.js';
import {exportSnapshot, writableFolder} from '../dashboard/written-files.js';
import {giveUpRoot} from './give-up-root.js';

/** What stands for all of them in the list of sensors. */
const ALL = 'all sensors';
const NOT_HERE = 'the packets are where the sensors are';

export interface FleetDashboardOptions extends Look {
	engine: FleetEngine;
	/** Of the broker, as the header shows it. */
	name: string;
	/** Of the metrics that are served. */
	notes: readonly {level: 'info' | 'bad'; text: string}[];
}

const NO_ALERTS = {
	level: 'info',
	text: 'alerts of the configuration are not watched for here: netanal-tui capture IFACE --alert RULE, where packets are',
} as const;

/** @returns the exit status @throws NetanalError when the broker cannot be reached */
export async function fleetDashboard({engine, name, notes, ...look}: FleetDashboardOptions): Promise<number> {
	const endings = new Endings();
	const home = await homeOf(process.env);
	const config = readConfig(process.env, home);
	const theme = themeOf(look, config.theme);
	const {mount, openDevice, openKeyboard, openOutput, systemClock} = await import('../dashboard/screen.js');
	const keyboard = openKeyboard();
	if (keyboard === null) {
		throw new UsageError('the dashboard needs a keyboard, and there is none here: choose a --format, or -o FILE');
	}
	const privileges = await giveUpRoot();
	let folder = process.cwd();
	await engine.start();
	return mount({
		engine,
		engineState: engine.state,
		interfaceChange: null,
		open: async () => true,
		device: openDevice(process.stdout, openOutput(process.stdout.fd), keyboard),
		endings,
		theme,
		hasMouse: wantsMouse(look, config.hasMouse),
		clock: systemClock,
		capture: {
			source: {kind: 'interface', name, fleet: name},
			filter: null,
			unit: config.unit,
			hasNames: config.hasNames,
			problem: config.problem,
			notes: [...notes, ...(config.alerts.length === 0 ? [] : [NO_ALERTS])],
		},
		notification: 'no',
		commands: config.commands,
		outside: {
			exportObstacle: () => exportObstacle(folder, privileges),
			exportSnapshot: (snapshot, format) => exportSnapshot(folder, snapshot, format),
			changeFolder: async to => {
				folder = writableFolder(folder, to, home.folder);
				return folder;
			},
			interfaces: async () => sensorChoices((await engine.snapshotOfAll()).fleet?.sensors ?? [], name),
			switchTo: async to => {
				engine.select(to === name ? null : to);
				return [];
			},
			startWriting: () => Promise.reject(new Error(NOT_HERE)),
			stopWriting: () => Promise.reject(new Error(NOT_HERE)),
			rememberFilters: () => {},
		},
	});
}

/** All of them, then each, with how it does. @param all what the fleet is called */
export function sensorChoices(sensors: readonly FleetSensor[], all: string): ChooserItem[] {
	const live = sensors.filter(({state}) => state === 'live').length;
	const now = Date.now() / 1000;
	return [
		{id: all, label: ALL, detail: `${sensors.length}, ${live} of them live`},
		...sensors.map(sensor => ({id: sensor.name, label: sensor.name, detail: sensorText(sensor, now)})),
	];
}

/** State, rate, drops, version and when it was heard last. @param now epoch seconds */
function sensorText(sensor: FleetSensor, now: number): string {
	const {state, reason, drops, generator, lastHeard, bytesPerSecond, packetsPerSecond} = sensor;
	const silence = elapsed(Math.max(0, now - Number(lastHeard)));
	const known = [drops.kernel, drops.interface, drops.queue];
	const lost = known.reduce<number>((sum, each) => sum + (each ?? 0), 0);
	const dropped = `${known.includes(null) ? '≥ ' : ''}${shortCount(lost)} dropped`;
	const rate = `${bitRate(bytesPerSecond)} ${packetRate(packetsPerSecond)}`;
	const version = generator.replace(/^netanal-tui /, '');
	const how = state === 'live' ? rate : `silent for ${silence}`;
	return [state, how, dropped, version, ...(state === 'refused' ? [reason ?? ''] : [])].join('  ');
}
