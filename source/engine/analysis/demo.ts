/** Analysis of the built-in generator's packets: no root, no libpcap, the same decoder and collector. */
import type {MessagePort} from 'node:worker_threads';
import {DemoTraffic} from '../capture/demo.js';
import {serve} from './commands.js';
import type {AnalysisReport} from './messages.js';
import type {Session} from './session.js';

/** Milliseconds between bursts. */
const TICK = 50;
const DEFAULT_SEED = 1;
const ETHERNET = 1;

export function analyzeDemo(
	session: Session,
	seed: number | undefined,
	port: MessagePort,
	now: () => number = Date.now,
): void {
	const traffic = new DemoTraffic({seed: seed ?? DEFAULT_SEED});
	const {analyzer, data} = session;
	const report = (message: AnalysisReport) => port.postMessage(message);
	session.declaredLinkTypes = [ETHERNET];
	session.snaplen = 262_144;
	const sink: Parameters<DemoTraffic['fill']>[0] = {
		packet: (...packet) => {
			if (data.count === null || analyzer.packets < data.count) session.sink.packet(...packet);
		},
	};
	const end = () => {
		clearInterval(timer);
		finish();
		session.outputs.closeAll();
		report({type: 'end', snapshot: session.snapshot()});
	};

	const tick = () => {
		const milliseconds = now();
		traffic.fill(sink, {seconds: Math.floor(milliseconds / 1000), nanoseconds: (milliseconds % 1000) * 1_000_000});
		if (data.count !== null && analyzer.packets >= data.count) end();
	};

	const finish = serve(session, port, end);
	const timer = setInterval(tick, TICK);
	tick();
}
