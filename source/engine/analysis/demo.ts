/** Analysis of the built-in generator's packets: no root, no libpcap but for a filter, the same decoder and collector. */
import type {MessagePort} from 'node:worker_threads';
import {DemoTraffic} from '../capture/demo.js';
import {snapshotError} from '../errors.js';
import {type PacketFilter, packetFilter} from '../filter/bpf-function.js';
import {FileFilter} from '../filter/file-filter.js';
import {serve} from './commands.js';
import type {AnalysisCommand, AnalysisReport} from './messages.js';
import type {Session} from './session.js';

/** Milliseconds between bursts. */
const TICK = 50;
const DEFAULT_SEED = 1;
const ETHERNET = 1;

export async function analyzeDemo(
	session: Session,
	seed: number | undefined,
	port: MessagePort,
	now: () => number = Date.now,
): Promise<void> {
	const traffic = new DemoTraffic({seed: seed ?? DEFAULT_SEED});
	const {analyzer, data} = session;
	const report = (message: AnalysisReport) => port.postMessage(message);
	session.declaredLinkTypes = [ETHERNET];
	session.snaplen = 262_144;
	let filter: PacketFilter | null;
	try {
		filter = await firstFilter(data.filter);
	} catch (error) {
		session.outputs.abandonAll();
		report({type: 'failed', error: snapshotError(error)});
		return;
	}

	const sink: Parameters<DemoTraffic['fill']>[0] = {
		packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType) {
			if (data.count !== null && analyzer.packets >= data.count) {
				return;
			}
			if (filter !== null && !filter(bytes, start, end, wireLength)) {
				return;
			}
			const {sink} = session;
			sink.packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType);
			sink.flush?.();
		},
	};
	const end = () => {
		clearInterval(timer);
		finish();
		port.off('message', hear);
		session.outputs.closeAll();
		report({type: 'end', snapshot: session.snapshot()});
	};

	const tick = () => {
		const milliseconds = now();
		traffic.fill(sink, {seconds: Math.floor(milliseconds / 1000), nanoseconds: (milliseconds % 1000) * 1_000_000});
		if (data.count !== null && analyzer.packets >= data.count) {
			end();
		}
	};

	let epoch = 0;
	const hear = (command: AnalysisCommand) => {
		if (command.type !== 'filter') {
			return;
		}
		filter = command.program === null ? null : packetFilter(command.program);
		session.filter = command.text;
		report({type: 'filter', change: {filter: command.text, epoch: ++epoch}});
	};

	port.on('message', hear);
	const finish = serve(session, port, end);
	const timer = setInterval(tick, TICK);
	report({type: 'started'});
	tick();
}

/** @throws NetanalError FILTER_INVALID, LIBPCAP_MISSING */
async function firstFilter(text: string | null): Promise<PacketFilter | null> {
	if (text === null) {
		return null;
	}
	const filter = await FileFilter.load(text);
	filter.prepare(ETHERNET);
	return (bytes, start, end, wireLength) => filter.keeps(bytes, start, end, wireLength, ETHERNET);
}
