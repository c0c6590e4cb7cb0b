// @ts-check
// Who talked most in a capture file, and in what protocols: node file.js capture.pcapng
import process from 'node:process';
import {createEngine} from 'netanal-tui';

const [path = 'capture.pcapng'] = process.argv.slice(2);
const engine = createEngine({source: {kind: 'file', path}, interval: 0, top: 5});
try {
	await engine.start();
	const {totals, endpoints, protocols, error} = await engine.ended;
	console.log(`${totals.packets} packets, ${totals.bytes} bytes`);
	for (const {address, name, bytesSent, bytesReceived} of endpoints.top) {
		console.log(`${address}${name ? ` (${name})` : ''}: ${bytesSent} bytes sent, ${bytesReceived} received`);
	}

	for (const {name, packets} of [...protocols.transport, ...protocols.application]) {
		console.log(`${name}: ${packets} packets`);
	}
	// A damaged capture is read as far as it goes.
	if (error) {
		console.error(error.message);
	}
} finally {
	await engine[Symbol.asyncDispose]();
}
