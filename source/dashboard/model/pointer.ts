/** What the mouse is pressed on, or turned over, as the panels stand now. */
import type {PanelName} from './panel-names.js';

export interface Target {
	panel: PanelName;
	/** Line of a row, from the first one in sight. */
	line?: number;
	/** Place of the first row in sight. */
	top?: number;
	/** Id of the column whose title it is. */
	column?: string;
	/** Second of the chart. */
	second?: number;
}
