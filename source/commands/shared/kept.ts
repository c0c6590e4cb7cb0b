/** Files that could not have the name that was asked for, and errors that name them again at the end. */

import {complain} from '../../cli/standard-streams.js';
import type {CaptureEngine} from '../../engine/capture-engine.js';

/** Says when it happens where a file is kept instead. @returns says further failures, each once */
export function sayingKept(engine: CaptureEngine): (failures: readonly {message: string}[]) => void {
	const said = new Set<string>();
	const say = ({message}: {message: string}) => {
		if (!said.has(message)) {
			said.add(message);
			complain(message);
		}
	};
	engine.on('file-kept', say);
	return failures => failures.forEach(say);
}
