import type {FleetSensor} from '../../../engine/snapshot.js';
import type {Unit} from '../../../format/units.js';
import {type Searched, searched, wordsOf} from '../search.js';
import type {Selection} from '../selection.js';
import type {Parts} from '../state.js';
import {selectionOf, shownView} from './view.js';

/** What the panel of a fleet's sensors draws. */
export interface SensorsModel {
	/** Those that the view filter lets through: the ones in trouble first. Null before the first snapshot. */
	sensors: readonly FleetSensor[] | null;
	/** How many there are, whatever is searched for, and in which state. */
	counts: Readonly<Record<FleetSensor['state'], number>>;
	/** Messages that were left out. */
	ignored: number;
	/** Seconds by which the figures of a live one trail what it said last, at most. */
	behind: number;
	/** The one that is looked at alone; null = all. */
	alone: string | null;
	/** Epoch seconds at which this was so. */
	wall: number;
	selection: Selection;
	search: string;
	/** It finds none of them. */
	isMissed: boolean;
	unit: Unit;
}

/** The order of the panel. */
export const SENSOR_STATES = ['refused', 'stale', 'live', 'ended'] as const satisfies readonly FleetSensor['state'][];

export function foundSensors(state: Parts<'capture' | 'time' | 'rows'>): Searched<FleetSensor> {
	const words = wordsOf(state.rows.search.text);
	const sensors = shownView(state)?.snapshot.fleet?.sensors ?? [];
	const place = (sensor: FleetSensor) => SENSOR_STATES.indexOf(sensor.state);
	const sorted = [...sensors].sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1));
	return searched(sorted, words, textsOf);
}

const textsOf = ({name, state, interface: captured, generator}: FleetSensor) =>
	[name, state, captured, generator].map(text => text.toLowerCase());

const behind = ({state, lastHeard, countedAt = lastHeard}: FleetSensor) =>
	state === 'live' ? Number(lastHeard) - Number(countedAt) : 0;

export function sensorsModel(state: Parts<'capture' | 'time' | 'rows' | 'display'>): SensorsModel {
	const view = shownView(state);
	const {source} = state.capture;
	const counts = {refused: 0, stale: 0, live: 0, ended: 0};
	for (const sensor of view?.snapshot.fleet?.sensors ?? []) {
		counts[sensor.state]++;
	}
	const {rows, isMissed} = foundSensors(state);
	return {
		sensors: view === null ? null : rows,
		isMissed,
		counts,
		ignored: view?.snapshot.fleet?.ignored ?? 0,
		behind: Math.max(0, ...(view?.snapshot.fleet?.sensors ?? []).map(behind)),
		alone: source.fleet === undefined || source.name === source.fleet ? null : source.name,
		wall: view?.wall ?? 0,
		selection: selectionOf(state.rows, 'sensors'),
		search: state.rows.search.text,
		unit: state.display.unit,
	};
}
