/**
 * The sensors' side: a process of its own, which makes all messages first, says `made`, and publishes those of a second per second from
 * when a line comes on standard input.
 */
import {createInterface} from 'node:readline';
import {connect, headers} from '@nats-io/transport-node';
import {encode} from '../../source/fleet/message/codec.js';
import {messageId} from '../../source/fleet/message/sensor-state.js';
import {said} from './said.js';

interface Message {
	subject: string;
	id: string;
	bytes: Uint8Array;
}

const [url, count, seconds, hosts, rows] = process.argv.slice(2);
const epoch = Math.floor(Date.now() / 1000);
const connection = await connect({servers: url.replace('nats://', '')});
const made: Message[][] = [];
let size = [0, 0];
for (let second = 1; second <= Number(seconds); second++) {
	made.push(
		Array.from({length: Number(count)}, (_, sensor) => {
			const state = said(sensor, second, hosts === 'shared' ? 0 : sensor, Number(rows), epoch);
			const bytes = encode(state);
			size = [JSON.stringify(state).length, bytes.length];
			const name = `sensor-${sensor}`;
			const sender = {sensor: name, boot: state.boot, sequence: state.sequence};
			return {subject: `netanal.sensor.${name}.${state.boot}`, id: messageId(sender), bytes};
		}),
	);
}
console.log(JSON.stringify({size}));
const lines = createInterface({input: process.stdin});
await new Promise(resolve => lines.once('line', resolve));
const begin = performance.now();
for (const [i, messages] of made.entries()) {
	// spread over the second, as sensors that know nothing of each other are
	for (const [j, {subject, id, bytes}] of messages.entries()) {
		if (j % 50 === 0) {
			const due = begin + 1000 * (i + j / messages.length);
			await new Promise(resolve => setTimeout(resolve, due - performance.now()));
		}
		const named = headers();
		named.set('Nats-Msg-Id', id);
		connection.publish(subject, bytes, {headers: named});
	}
	await connection.flush();
	console.log(JSON.stringify({second: i + 1}));
}
await new Promise(resolve => lines.once('line', resolve));
await connection.close();
process.exit(0);
