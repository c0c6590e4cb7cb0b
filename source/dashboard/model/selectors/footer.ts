import type {Context} from '../../../input/commands.js';
import {footerKeys} from '../../../input/help.js';
import type {TextField} from '../../../input/text-field.js';
import type {Notice, Parts} from '../state.js';

/** What the footer draws: what is being typed, else what came of the last key, else keys. */
export interface FooterModel {
	typed: {prompt: string; field: TextField} | null;
	notice: Notice | null;
	keys: readonly {key: string; label: string}[];
}

/** @param context where a key is heard now */
export function footerModel(
	state: Parts<'time' | 'rows' | 'overlays' | 'commands' | 'notice'>,
	context: Context,
): FooterModel {
	const {overlays} = state;
	const field =
		overlays.help?.field ?? overlays.chooser?.search ?? (overlays.chooser === null ? state.rows.search.field : null);
	return {
		typed:
			overlays.commandLine !== null
				? {prompt: ' :', field: overlays.commandLine.field}
				: field === null
					? null
					: {prompt: ' /', field},
		notice: state.notice,
		keys: footerKeys(context, state.commands).map(({id, key, label}) => ({
			key,
			label: id === 'pause' && state.time.held !== null ? 'go on' : label,
		})),
	};
}
