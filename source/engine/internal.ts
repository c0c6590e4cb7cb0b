/** The library for our own commands: with what only they use, and without what a kind of source does not take. Not public. */
import {CaptureEngine} from './capture-engine.js';
import {checkedSettings} from './check-options.js';
import type {EngineSettings} from './settings.js';

export type {EngineSettings} from './settings.js';

/** @throws NetanalError INVALID_ARGUMENT */
export function createEngine(settings: EngineSettings): CaptureEngine {
	return new CaptureEngine(checkedSettings(settings));
}
