/** `node bench/traffic/run.js KIND PACKETS FILE [SEED]` */
import {performance} from 'node:perf_hooks';
import {KINDS, type Kind, writeCapture} from './generate.js';

const [kind = '', packets = '', path = '', seed = '1'] = process.argv.slice(2);
const count = Number(packets);
if (!KINDS.includes(kind as Kind) || !Number.isSafeInteger(count) || count < 0 || path === '') {
	process.stderr.write(`usage: node bench/traffic/run.js ${KINDS.join('|')} PACKETS FILE [SEED]\n`);
	process.exitCode = 2;
} else {
	const started = performance.now();
	const traffic = writeCapture(path, {kind: kind as Kind, packets: count, seed: Number(seed)});
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	process.stdout.write(`${path}: ${traffic.packets} packets, ${traffic.bytes} bytes, written in ${seconds} s\n`);
}
