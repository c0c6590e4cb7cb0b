/** `fleet --ipfix`: sends the records of a fleet's flows, one message after the other. */
import {FLOW_DEFAULTS, type FlowsOutput} from '../../engine/options.js';
import {RANGES} from '../../engine/ranges.js';
import type {FleetEngine} from '../../fleet/fleet-engine.js';

type Told = Pick<FleetEngine, 'snapshotOfAll' | 'on'>;

/**
 * Begins with the fleet's first snapshot; disposing of it tells of all that is left.
 * @param outputs at most one
 * @param complain told when the collector takes nothing any more
 * @throws NetanalError CANNOT_CONNECT
 */
export async function tellFlows(
	engine: Told,
	[output]: readonly FlowsOutput[],
	complain: (text: string) => void,
): Promise<AsyncDisposable> {
	if (output === undefined) {
		return {[Symbol.asyncDispose]: async () => {}};
	}
	const [{openSender}, {FleetFlows}] = await Promise.all([
		import('../../engine/flow-sender.js'),
		import('./fleet-flows.js'),
	]);
	const sender = await openSender(output, ({message}) => complain(message));
	const {activeTimeout = FLOW_DEFAULTS.activeTimeout, inactiveTimeout = FLOW_DEFAULTS.inactiveTimeout} = output;
	let sent: Promise<void> = Promise.resolve();
	const now = () => Math.floor(Date.now() / 1000);
	const flows = new FleetFlows(
		{active: activeTimeout, inactive: inactiveTimeout},
		message => {
			sent = sent.then(() => sender.send(message));
		},
		now(),
	);
	const take = async () => flows.take((await engine.snapshotOfAll(RANGES.messageTop.max)).flows.top, now());
	engine.on('snapshot', () => void take());
	return {
		async [Symbol.asyncDispose]() {
			await take();
			flows.end(now());
			await sent;
			sender.close();
		},
	};
}
