/** `npm run soak -- terminal`: each way out of the dashboard, many times. */
import {type Surroundings, WAYS_OUT} from './ways-out.js';

/** @returns what was wrong, one line each */
export async function terminal(
	surroundings: Surroundings,
	times: number,
	log: (line: string) => void,
): Promise<string[]> {
	const wrong: string[] = [];
	for (const way of WAYS_OUT) {
		let good = 0;
		for (let time = 0; time < times; time++) {
			try {
				await way.go(surroundings);
				good++;
			} catch (error) {
				wrong.push(`${way.name}: ${(error as Error).message}`);
			}
		}

		log(`${way.name}: restored ${good} of ${times} times`);
	}

	return wrong;
}
