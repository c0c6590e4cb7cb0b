// @ts-check
// Traffic of an interface without SSH, a line per second: node live.js eth0 [SECONDS]. Needs root or CAP_NET_RAW.
import process from 'node:process';
import {createEngine, FilterBuilder, NetanalError} from 'netanal-tui';

const [name = 'lo', seconds = '10'] = process.argv.slice(2);
const engine = createEngine({
	source: {kind: 'interface', name},
	filter: new FilterBuilder().not(new FilterBuilder().protocol('tcp').port(22)).build(),
	interval: 1000,
	duration: Number(seconds),
	top: 1,
});

let before = {packets: 0, bytes: 0};
engine.on('snapshot', ({totals, drops, endpoints}) => {
	const busiest = endpoints.top[0]?.address ?? 'nobody';
	const rate = `${totals.packets - before.packets} packets/s, ${(totals.bytes - before.bytes) * 8} bit/s`;
	// null: this system cannot know; that is not 0.
	console.log(`${rate}; ${drops.kernel ?? 'unknown'} dropped by the kernel; busiest so far: ${busiest}`);
	before = totals;
});
process.once('SIGINT', () => void engine.stop());

try {
	await engine.start();
	const {totals} = await engine.ended;
	console.log(`${totals.packets} packets, ${totals.bytes} bytes`);
} catch (error) {
	if (!(error instanceof NetanalError)) {
		throw error;
	}
	console.error(`${error.code}: ${error.message}`);
	process.exitCode = 1;
} finally {
	// Where the runtime has it: `await using engine = …` instead.
	await engine[Symbol.asyncDispose]();
}
