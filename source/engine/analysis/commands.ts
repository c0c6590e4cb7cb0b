/** Commands to an analysis: all are heard here, whatever it is of. */
import {snapshotError} from '../errors.js';
import type {SnapshotError} from '../snapshot.js';
import type {Analysis} from './analysis.js';
import type {AnalysisCommand, AnalysisReport} from './messages.js';

/** What a source does itself. A live capture is stopped, and filtered, before its packets come here. */
export interface SourceCommands {
	/** Read no further. */
	stop?(): void;
	/** Nothing more will come but what is waiting. */
	abandoned?(error: SnapshotError): void;
	filter?(text: string | null, program: Uint8Array | null): void;
	/** Other rows are looked at: tell a snapshot at once. */
	looked?(): void;
	/** Of one that is over. */
	leave?(): void;
}

export type Report = (report: AnalysisReport) => void;

export function hear(command: AnalysisCommand, analysis: Analysis, source: SourceCommands, report: Report): void {
	const {outputs} = analysis;
	switch (command.type) {
		case 'snapshot':
			report({type: 'snapshot', snapshot: analysis.snapshot(command.top, command.samples), id: command.id});
			break;
		case 'stop':
			source.stop?.();
			break;
		case 'look':
			analysis.look(command.rows);
			source.looked?.();
			break;
		case 'once':
			analysis.analyzer.setOnce(command.isOnce);
			break;
		case 'alerts':
			analysis.alerts.set(command.rules);
			break;
		case 'name':
			analysis.learn(command.address, command.name);
			break;
		case 'owners':
			analysis.learnOwners(command.news);
			break;
		case 'no-owners':
			analysis.loseOwners(command.ever);
			break;
		case 'leave':
			source.leave?.();
			break;
		case 'abandoned':
			source.abandoned?.(command.error);
			break;
		case 'filter':
			source.filter?.(command.text, command.program);
			break;
		case 'write':
			report({type: 'write-result', id: command.id, error: errorOf(() => outputs.open(command.id, command.output))});
			break;
		case 'stop-writing':
			outputs.close(command.output);
			report({type: 'write-result', id: command.id, error: null});
			break;
		case 'taken':
			outputs.taken(command.bytes);
			break;
		case 'flows-taken':
			outputs.flowsTaken(command.bytes);
			break;
		default:
			command satisfies never;
	}
}

function errorOf(action: () => void): SnapshotError | null {
	try {
		action();
		return null;
	} catch (error) {
		return snapshotError(error);
	}
}
