import type {FleetSensor} from '../../../engine/snapshot.js';
import {shortenMiddle} from '../../../format/cells.js';
import {silence} from '../../../format/durations.js';
import {shortCount, UNKNOWN} from '../../../format/numbers.js';
import {type Unit, unitRate} from '../../../format/units.js';
import type {Token} from '../../../theme/palette.js';
import type {Theme} from '../../../theme/theme.js';
import type {SensorsModel} from '../../model/selectors/sensors.js';
import type {Column} from './table.js';

const STATES: Readonly<Record<FleetSensor['state'], Token>> = {
	live: 'good',
	stale: 'warning',
	ended: 'muted',
	refused: 'bad',
};

const figures = {alignment: 'right', stretch: 0} as const;
const words = {alignment: 'left', stretch: 1} as const;

/** What is known to be lost, with a sign where some of it is not known. */
function dropsText({drops}: FleetSensor, {glyphs}: Theme): string {
	const all = [drops.kernel, drops.interface, drops.queue];
	const known = all.filter(dropped => dropped !== null);
	const lost = known.reduce((sum, dropped) => sum + dropped, 0);
	return known.length === 0 ? UNKNOWN : (known.length < all.length ? glyphs.atLeast : '') + shortCount(lost);
}

const isLossy = ({drops}: FleetSensor) => [drops.kernel, drops.interface, drops.queue].some(dropped => dropped);

const version = ({generator}: FleetSensor) => generator.replace(/^netanal-tui /, '');

const rate = (unit: Unit): Column<FleetSensor> => ({
	...figures,
	id: 'rate',
	title: 'rate',
	least: 10,
	most: 10,
	priority: 3,
	text: ({bytesPerSecond, packetsPerSecond}) => unitRate(unit, {bytes: bytesPerSecond, packets: packetsPerSecond}),
	token: ({bytesPerSecond}) => (bytesPerSecond > 0 ? 'received' : 'muted'),
});

export function sensorColumns({sensors, wall, unit}: SensorsModel): readonly Column<FleetSensor>[] {
	const hasReasons = sensors?.some(({reason}) => reason !== null) ?? false;
	const columns: (Column<FleetSensor> | false)[] = [
		{
			...words,
			stretch: 3,
			id: 'name',
			title: 'sensor',
			least: 8,
			most: 32,
			priority: 1,
			text: ({name}, width, {glyphs}) => shortenMiddle(name, width, glyphs.ellipsis),
			token: () => 'text',
		},
		{
			...words,
			stretch: 0,
			id: 'state',
			title: 'state',
			least: 7,
			most: 7,
			priority: 2,
			text: ({state}) => state,
			token: ({state}) => STATES[state],
		},
		rate(unit),
		{
			...figures,
			id: 'drops',
			title: 'drops',
			least: 7,
			most: 8,
			priority: 4,
			text: (sensor, _, theme) => dropsText(sensor, theme),
			token: sensor => (isLossy(sensor) ? 'bad' : 'muted'),
		},
		{
			...figures,
			id: 'heard',
			title: 'heard',
			least: 7,
			most: 7,
			priority: 5,
			// clocks of the two may differ by a little
			text: ({lastHeard}) => `${silence(Math.max(0, wall - Number(lastHeard)))} ago`,
			token: ({state}) => STATES[state],
		},
		{
			...words,
			id: 'version',
			title: 'version',
			least: 7,
			most: 16,
			priority: 6,
			text: sensor => version(sensor),
			token: () => 'muted',
		},
		{
			...words,
			id: 'interface',
			title: 'interface',
			least: 9,
			most: 16,
			priority: 7,
			text: ({interface: captured}) => captured,
			token: () => 'muted',
		},
		{
			...figures,
			id: 'starts',
			title: 'starts',
			least: 6,
			most: 6,
			priority: 9,
			text: ({boots}) => shortCount(boots),
			token: ({boots}) => (boots > 1 ? 'text' : 'muted'),
		},
		hasReasons && {
			...words,
			stretch: 3,
			id: 'reason',
			title: 'refused for',
			least: 16,
			most: 120,
			priority: 8,
			text: ({reason}) => reason ?? '',
			token: ({state}) => (state === 'refused' ? 'bad' : 'muted'),
		},
	];
	return columns.filter(column => column !== false);
}
