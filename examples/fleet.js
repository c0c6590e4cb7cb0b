// @ts-check
// This program as two sensors of a fleet, and what all sensors of it count together: node fleet.js nats://127.0.0.1 [SECONDS]
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {createEngine, createFleet, NetanalError, publish} from 'netanal-tui';

const [url = 'nats://127.0.0.1', seconds = '5'] = process.argv.slice(2);

/** @param {string} name */
async function sensor(name) {
	// An interface needs root; the demo makes traffic up.
	const engine = createEngine({source: {kind: 'demo'}, duration: Number(seconds), recent: true});
	const telling = await publish(engine, {
		url,
		name,
		connected: problem => console.error(problem === null ? `${name}: told again` : `${name}: ${problem}`),
	});
	try {
		await engine.start();
		await engine.ended;
	} finally {
		// The last figures are said here, and waited for.
		await telling.end();
		await engine[Symbol.asyncDispose]();
	}
}

try {
	const fleet = await createFleet({url});
	fleet.on('snapshot', ({totals, fleet: all}) => {
		const live = all?.sensors.filter(({state}) => state === 'live').length;
		console.log(`${totals.packets} packets, ${live} sensors live`);
	});
	const isLive = async () => (await fleet.snapshot()).fleet?.sensors.some(({state}) => state === 'live');
	await fleet.start();
	try {
		await Promise.all([sensor('example-1'), sensor('example-2')]);
		// What they said last is with the broker, and on its way to us.
		for (let tries = 0; tries < 100 && (await isLive()); tries++) {
			await sleep(50);
		}
	} finally {
		const {fleet: all} = await fleet.stop();
		for (const {name, state, packets} of all?.sensors ?? []) {
			console.log(`${name}: ${state}, ${packets} packets`);
		}
	}
} catch (error) {
	if (!(error instanceof NetanalError)) {
		throw error;
	}
	console.error(`${error.code}: ${error.message}`);
	process.exitCode = 1;
}
