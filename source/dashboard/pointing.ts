/** From a cell of the screen to what is shown there: panels say where their rows, columns and seconds stand. */
import type {MouseEvent} from '../terminal/mouse.js';
import type {Theme} from '../theme/theme.js';
import type {Action} from './model/actions.js';
import type {Placement} from './model/arrange.js';
import type {PanelName} from './model/panel-names.js';
import type {Target} from './model/pointer.js';
import {allRows, scrolled, selectedPlace} from './model/selection.js';
import {arrangementOf, rowsInSight} from './model/selectors/arrangement.js';
import {bandwidthModel} from './model/selectors/bandwidth.js';
import {conversationsModel, flowsModel, type ListModel, talkersModel} from './model/selectors/lists.js';
import {processesModel} from './model/selectors/processes.js';
import {panelRowsKnown} from './model/selectors/rows.js';
import {selectionOf} from './model/selectors/view.js';
import type {DashboardState} from './model/state.js';
import {secondAt} from './panels/bandwidth.js';
import {conversationColumns} from './panels/drawing/conversation-columns.js';
import {columnsWidth, GUTTER, listSight, placedInList} from './panels/drawing/list.js';
import {innerSize} from './panels/drawing/panel.js';
import {columnAt, type PlacedColumn} from './panels/drawing/table.js';
import {talkerColumns} from './panels/drawing/talker-columns.js';
import {flowColumnsIn} from './panels/flows.js';
import {placedProcesses} from './panels/processes.js';

/** A cell inside of a panel, from its upper left corner, and the size of the inside. */
interface Spot {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** What is done with the mouse, as an action; null where nothing of it is meant. */
export function pointed(state: DashboardState, {kind, x, y}: MouseEvent, theme: Theme): Action | null {
	const target = targetAt(state, x, y, theme);
	if (kind !== 'press') {
		// dialogs are scrolled wherever the mouse is
		return {type: 'wheel', by: kind === 'wheel-up' ? -1 : 1, panel: target?.panel ?? null};
	}
	return target === null ? null : {type: 'press', target};
}

function targetAt(state: DashboardState, x: number, y: number, theme: Theme): Target | null {
	const {placements} = arrangementOf(state);
	const there = placements.find(
		place => x >= place.x && x < place.x + place.width && y >= place.y && y < place.y + place.height,
	);
	if (there === undefined || there.panel === 'header' || there.panel === 'footer') {
		return null;
	}
	const {panel} = there;
	const spot = spotIn(there, x, y);
	return spot === null ? {panel} : {panel, ...inside(state, panel, spot, theme)};
}

/** Null on a frame or a title, and in a summary. */
function spotIn(placement: Placement, x: number, y: number): Spot | null {
	const {width, height} = innerSize(placement);
	const spot = {x: x - placement.x - (placement.framed ? 1 : 0), y: y - placement.y - 1, width, height};
	const isIn = spot.x >= 0 && spot.x < width && spot.y >= 0 && spot.y < height;
	return isIn && !placement.isSummary ? spot : null;
}

function inside(state: DashboardState, panel: PanelName, spot: Spot, theme: Theme): Omit<Target, 'panel'> {
	switch (panel) {
		case 'talkers': {
			const model = talkersModel(state);
			return inList(state, panel, model, spot, talkerColumns(model, columnsWidth(spot.width), theme));
		}
		case 'conversations': {
			const model = conversationsModel(state);
			return inList(state, panel, model, spot, conversationColumns(model));
		}
		case 'flows': {
			const model = flowsModel(state);
			return inList(state, panel, model, spot, flowColumnsIn(model, spot.width, theme));
		}
		case 'processes': {
			const placed = placedProcesses(processesModel(state), spot.width, theme);
			return spot.y === 0 ? titleAt(placed, spot) : rowAt(state, panel, spot.y - 1);
		}
		case 'bandwidth': {
			const second = secondAt(bandwidthModel(state), spot);
			return second === null ? {} : {second};
		}
		case 'sensors':
			return spot.y === 0 ? {} : rowAt(state, panel, spot.y - 1);
		case 'log':
			return rowAt(state, panel, spot.y);
		case 'protocols':
		case 'places':
			// without the cursor in it, it shows some of each kind
			return state.panels.focus === panel ? rowAt(state, panel, spot.y) : {};
		default:
			return {};
	}
}

function inList<Item>(
	state: DashboardState,
	panel: PanelName,
	model: ListModel<Item>,
	spot: Spot,
	columns: Parameters<typeof placedInList<Item>>[1],
): Omit<Target, 'panel'> {
	if (spot.y === 0) {
		return titleAt(placedInList(model, columns, spot.width), spot);
	}
	// above the rows may be a line that is none of them
	const room = rowsInSight(state, panel);
	const line = spot.y - (spot.height - room);
	return line < 0 ? {} : {line, top: listSight(model, room).top};
}

function titleAt<Row>(placed: readonly PlacedColumn<Row>[], {x}: Spot): Omit<Target, 'panel'> {
	const column = columnAt(placed, x - GUTTER);
	return column === null ? {} : {column};
}

function rowAt(state: DashboardState, panel: PanelName, line: number): Omit<Target, 'panel'> {
	const known = panelRowsKnown(state, panel);
	const selection = selectionOf(state.rows, panel);
	const selected = selection.key === null ? -1 : selectedPlace(selection, allRows(known.keys));
	return {line, top: scrolled(selection.top, selected, known.rows, rowsInSight(state, panel))};
}
