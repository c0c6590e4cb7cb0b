import type {Command} from '../../../input/commands.js';
import type {Size} from '../../../terminal/frame-stream.js';
import type {Chooser} from '../chooser.js';
import type {Parts} from '../state.js';

/** What a chooser draws. */
export interface ChooserModel extends Chooser {
	size: Size;
}

/** Null while none is open. */
export const chooserModel = ({overlays, size}: Parts<'overlays' | 'size'>): ChooserModel | null =>
	overlays.chooser && {...overlays.chooser, size};

/** What the help draws. */
export interface HelpModel {
	commands: readonly Command[];
	/** Words that commands must have. */
	text: string;
	/** First line in sight. */
	first: number;
	size: Size;
}

/** Null while it is closed. */
export const helpModel = ({
	overlays: {help},
	commands,
	size,
}: Parts<'overlays' | 'commands' | 'size'>): HelpModel | null =>
	help && {commands, text: help.text, first: help.first, size};
