// @ts-check
// The packets of one network as a new capture and as CSV: node export.js capture.pcap 192.0.2.0/24 out
import process from 'node:process';
import {createEngine, FilterBuilder, NetanalError, ValidationError} from 'netanal-tui';

const [path = 'capture.pcap', network = '192.0.2.0/24', name = 'out'] = process.argv.slice(2);
try {
	const engine = createEngine({
		source: {kind: 'file', path},
		filter: new FilterBuilder().net(network).build(),
		interval: 0,
		outputs: [
			{content: 'capture', format: 'pcapng', path: `${name}.pcapng`},
			{content: 'packets', format: 'csv', path: `${name}.csv`},
		],
	});
	try {
		await engine.start();
		await engine.ended;
		for (const file of engine.files) {
			console.log(`${file.path}: ${file.packets} packets`);
		}
	} finally {
		await engine[Symbol.asyncDispose]();
	}
} catch (error) {
	process.exitCode = 1;
	// Each says in one line what is wrong: `FILE_EXISTS`, `FILTER_INVALID`, or which part of the filter.
	if (error instanceof ValidationError) {
		console.error(`${network} is no network: ${error.message}`);
	} else if (error instanceof NetanalError) {
		console.error(`${error.code}: ${error.message}`);
	} else {
		throw error;
	}
}
