/** What a snapshot calls its source. */
import {shownName} from '../../format/raw-name.js';
import type {SnapshotSource} from '../snapshot.js';
import type {AnalysisData} from './messages.js';

export function sourceName({source}: AnalysisData): Pick<SnapshotSource, 'kind' | 'name'> {
	switch (source.kind) {
		case 'interface':
			return {kind: 'interface', name: source.name};
		case 'file':
			return {kind: 'file', name: shownName([source.path, ...(source.others ?? [])].join(', '))};
		case 'stdin':
			return {kind: 'stdin', name: '-'};
		case 'demo':
			return {kind: 'interface', name: 'demo'};
	}
}
