/** `netanal-tui sensor IFACE --to URL` */
import {type CommandSpec, INTERFACE} from '../cli/command.js';
import {interruption, onInterrupt} from '../cli/interruption.js';
import {complain} from '../cli/standard-streams.js';
import {QUIET, StatusLine} from '../cli/status-line.js';
import {UsageError} from '../cli/usage-error.js';
import {has, number, text} from '../cli/values.js';
import {createEngine} from '../engine/internal.js';
import {RANGES} from '../engine/ranges.js';
import {sanitize} from '../format/sanitize.js';
import {explained} from '../host/privileges.js';
import {LiveText} from '../output/progress.js';
import {publishingTo, SENSOR_OPTIONS, TO, UNTOLD} from './shared/broker-options.js';
import {CAPTURE_OPTIONS, captureOptions} from './shared/capture-options.js';
import {IPFIX_OPTIONS, ipfixOutputs} from './shared/ipfix-option.js';
import {METRICS_OPTIONS, metricsOptions, startMetrics, tellNotes} from './shared/metrics-option.js';

/** Rows of each list that a message carries. */
const TOP = 50;

export const sensor: CommandSpec = {
	name: 'sensor',
	summary: 'Capture live traffic and tell a fleet what is counted, until Ctrl-C',
	operand: {name: 'IFACE', forms: [INTERFACE]},
	needs: '--to URL',
	options: [
		TO,
		...SENSOR_OPTIONS,
		{name: 'interval', value: 'SECONDS', help: 'between two messages (default 1)'},
		...CAPTURE_OPTIONS,
		{
			name: 'top',
			value: 'N',
			help: `rows of each list in a message (default ${TOP}, at most ${RANGES.messageTop.max})`,
		},
		...IPFIX_OPTIONS,
		...METRICS_OPTIONS,
		QUIET,
	],
	examples: [
		['netanal-tui sensor eth0 --to nats://broker', 'tell the fleet, as this host'],
		[
			'netanal-tui sensor eth0 --to tls://broker --ca ca.pem --credentials /etc/netanal/sensor',
			'encrypted, with a password',
		],
		['netanal-tui sensor any --to nats://broker --sensor-name web1 --interval 5', 'under another name, less often'],
	],
	async run(parsed) {
		const [name] = parsed.operands;
		const url = text(parsed, 'to');
		if (url === undefined) {
			throw new UsageError('--to URL is missing: whom shall it tell? For example: --to nats://HOST');
		}
		const fleet = await publishingTo(parsed, url);
		const status = has(parsed, 'quiet') ? null : new StatusLine();
		await using engine = createEngine({
			...captureOptions(parsed),
			source: {kind: 'interface', name},
			top: number(parsed, 'top', RANGES.messageTop) ?? TOP,
			interval: fleet.interval * 1000,
			recent: true,
			sketchSecret: fleet.secret,
			outputs: ipfixOutputs(parsed),
		});
		await using serving = await startMetrics(engine, metricsOptions(parsed));
		tellNotes(serving, status === null);
		onInterrupt(interruption(engine));
		try {
			await engine.start();
		} catch (error) {
			throw explained(error, engine.privileges);
		}
		if (engine.privileges?.warning) {
			complain(engine.privileges.warning);
		}
		const publication = await fleet.begin(engine);
		const line = new LiveText(performance.now());
		if (status?.live) {
			engine.on('snapshot', snapshot => status.show(`${sanitize(name)}  ${line.next(snapshot, performance.now())}`));
		}
		const snapshot = await engine.ended;
		status?.clear();
		const isStored = await publication.end(snapshot);
		if (!isStored) {
			complain(UNTOLD);
		}
		if (snapshot.error !== null) {
			complain(snapshot.error.message);
		}
		return snapshot.error === null && isStored ? 0 : 1;
	},
};
