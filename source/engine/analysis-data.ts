/** What an analysis begins with, of what the engine was created with. */
import {VERSION} from '../version.js';
import type {AnalysisData} from './analysis/messages.js';
import type {LiveCapture} from './live-capture.js';
import {DEFAULTS} from './options.js';
import type {EngineSettings} from './settings.js';

/** @param live the capture, where an interface is the source */
export function analysisData(options: EngineSettings, live: LiveCapture | null): AnalysisData {
	return {
		source: options.source,
		generator: `netanal-tui ${VERSION}`,
		filter: options.filter || null,
		limits: options.limits,
		top: options.top ?? DEFAULTS.top,
		interval: options.interval ?? DEFAULTS.interval,
		recent: options.recent ?? DEFAULTS.recent,
		rows: options.rows ?? null,
		alerts: options.alerts,
		countsOnce: options.once ?? DEFAULTS.once,
		count: options.count ?? null,
		live: live && {queue: live.queue, linkType: live.opened.linkType, snaplen: live.opened.snaplen},
		hold: live?.hold,
		identify: options.identify,
		processes: live !== null && options.processes !== undefined,
		from: options.from ?? null,
		to: options.to ?? null,
		outputs: options.outputs ?? [],
		outputInterval: options.outputInterval ?? DEFAULTS.outputInterval,
		timeLine: options.source.kind === 'file' ? (options.timeLine ?? 0) : 0,
		progress: options.progressInterval ?? DEFAULTS.progressInterval,
		sketchSecret: options.sketchSecret,
	};
}
