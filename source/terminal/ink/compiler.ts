/**
 * Imported before Ink. Yoga's layout, which is WebAssembly, runs a few times in a day here, and V8 of Node 20 has its optimising
 * compiler at it from the first frame on: 35 to 60 ms of another thread for nothing (docs/decisions/0023). Later ones wait longer.
 */
import process from 'node:process';
import v8 from 'node:v8';

if (process.versions.node.startsWith('20.')) {
	v8.setFlagsFromString('--wasm-tiering-budget=100000000');
}
