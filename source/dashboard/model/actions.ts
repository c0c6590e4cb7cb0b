/** What can happen to the dashboard, and what it asks of the world in turn. */

import type {
	EngineState,
	FilterChange,
	FilterError,
	InterfaceChange,
	OnlyPackets,
	Privileges,
} from '../../engine/options.js';
import type {RowsAnswer, RowsRequest} from '../../engine/rows.js';
import type {Alert, Flow, Snapshot, SnapshotDetail} from '../../engine/snapshot.js';
import type {Size} from '../../terminal/frame-stream.js';
import type {Key} from '../../terminal/keys.js';
import type {ChooserItem, ExportFormat} from './chooser.js';
import type {FlowOwner} from './details.js';
import type {PastRow} from './histories.js';
import type {PanelName} from './panel-names.js';
import type {Target} from './pointer.js';
import type {Baseline} from './reset.js';
import type {Source} from './state.js';
import type {View} from './view.js';

export type Action =
	| {type: 'key'; key: Key}
	/** The left button of the mouse. */
	| {type: 'press'; target: Target}
	/** Up (−1) or down, over a panel. */
	| {type: 'wheel'; by: 1 | -1; panel: PanelName | null}
	| {type: 'tick'}
	| {type: 'resize'; size: Size}
	/** `rows` null or absent = there are those of the snapshot only. */
	| {type: 'snapshot'; snapshot: Snapshot; rows?: RowsAnswer | null; wall: number}
	| {type: 'engine'; state: EngineState}
	| {type: 'filter'; change: FilterChange; wall: number}
	| {type: 'interface'; change: InterfaceChange}
	| {type: 'detail'; detail: SnapshotDetail}
	| {type: 'alert'; alert: Alert}
	| {type: 'privileges'; privileges: Privileges; exportObstacle: string | null}
	| {type: 'error'; message: string}
	| {type: 'checked'; question: number; problem: FilterError | null}
	| {type: 'applied'; question: number; text: string | null; problem: FilterError | null}
	/** `since`: epoch seconds from which on it counts; absent = from the start. */
	| {type: 'exported'; path: string; since?: number}
	| {type: 'export-failed'; message: string}
	/** Where files go from now on; they can be written there. */
	| {type: 'folder'; path: string}
	/** A second more can be looked back at. */
	| {type: 'recorded'; seconds: readonly number[]}
	| {type: 'recalled'; second: number; view: View}
	| {type: 'recalled-row'; row: PastRow}
	/** Of the flow of this key. */
	| {type: 'owners'; key: string; owners: readonly FlowOwner[]}
	| {type: 'progress'; share: number | null}
	| {type: 'interfaces'; items: readonly ChooserItem[]}
	/** Another interface is captured from now on. */
	| {type: 'switched'; source: Source; filter: string | null; localAddresses: readonly string[]}
	/** The interface has addresses that were not known. */
	| {type: 'own-addresses'; addresses: readonly string[]}
	/** The file is read again, with this filter. */
	| {type: 'reread'; filter: string | null}
	/** Whether packets that were seen on several interfaces are counted once from now on. */
	| {type: 'once'; isOnce: boolean}
	| {type: 'own-ssh'; isLeftOut: boolean; problem: FilterError | null}
	/** `path` null = writing has ended; `of`: whose packets alone, null = all. */
	| {type: 'writing'; path: string | null; of: string | null; text: string}
	/** Packets could not be written any more, or a file not be put in its place. */
	| {type: 'output-failed'; message: string; isWriting: boolean}
	| {type: 'failed'; message: string};

/** What the outside world is asked to do. */
export type Effect =
	| {type: 'check-filter'; text: string; question: number}
	/** `filter`: the whole of what is to be in force. */
	| {type: 'apply-filter'; text: string | null; filter: string | null; question: number}
	/** `snapshot` null = ask the engine for the newest; `baseline`: counts from there on, absent = from the start. */
	| {type: 'export'; snapshot: Snapshot | null; format: ExportFormat; baseline?: Baseline}
	/** Fetches the view of a second that was shown before. */
	| {type: 'recall'; second: number}
	/** Fetches what a row did before the second that is shown. */
	| ({type: 'recall-row'} & Pick<PastRow, 'list' | 'key' | 'second'>)
	/** Who has the ends of a flow now? */
	| {type: 'ask-owners'; key: string; flow: Flow}
	/** Other rows are looked at. */
	| {type: 'look'; rows: RowsRequest}
	/** These are watched for from now on. */
	| {type: 'set-alerts'; rules: readonly string[]}
	/** Packets that were seen on several interfaces are counted once from now on, or each time. */
	| {type: 'set-once'; isOnce: boolean}
	/** To whoever looks elsewhere, where that is wanted. */
	| {type: 'notify'; text: string}
	| {type: 'list-interfaces'}
	| {type: 'switch'; name: string}
	| {type: 'set-own-ssh'; isLeftOut: boolean; filter: string | null}
	/** `only`: those of a row, which is called so. */
	| {type: 'write'; begin: boolean; only?: {packets: OnlyPackets; text: string}}
	| {type: 'change-folder'; name: string}
	| {type: 'remember-filter'; past: readonly string[]}
	/** To the clipboard of the terminal. */
	| {type: 'copy'; text: string}
	| {type: 'suspend'}
	| {type: 'redraw'}
	| {type: 'quit'};
