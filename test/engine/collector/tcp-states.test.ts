import {describe, expect, it} from 'vitest';
import {TcpStates} from '../../../source/engine/collector/tcp-states.js';

const [FIN, SYN, RST, ACK] = [1, 2, 4, 16];

function after(...packets: [direction: 0 | 1, flags: number][]): string {
	const states = new TcpStates(4);
	for (const [direction, flags] of packets) {
		states.note(2, direction, flags);
	}
	return states.state(
		2,
		packets.some(([direction]) => direction === 1),
	);
}

describe('the state of a TCP flow', () => {
	it.each([
		['a SYN alone opens', 'opening', [[0, SYN]]],
		[
			'answered, it is open',
			'open',
			[
				[0, SYN],
				[1, SYN | ACK],
			],
		],
		['without a beginning it is open', 'open', []],
		[
			'one FIN',
			'closing',
			[
				[0, SYN],
				[1, SYN | ACK],
				[1, FIN | ACK],
			],
		],
		[
			'both FINs',
			'closed',
			[
				[0, FIN | ACK],
				[1, FIN | ACK],
			],
		],
		[
			'the same FIN twice',
			'closing',
			[
				[0, FIN | ACK],
				[0, FIN | ACK],
			],
		],
		[
			'a RST',
			'reset',
			[
				[0, SYN],
				[1, RST | ACK],
			],
		],
		[
			'the ports used again',
			'opening',
			[
				[0, FIN | ACK],
				[0, SYN],
			],
		],
	] as const)('%s: %s', (_, state, packets) => {
		expect(after(...packets.map(([direction, flags]) => [direction, flags] as [0 | 1, number]))).toBe(state);
	});

	it('goes with its row', () => {
		const states = new TcpStates(4);
		states.note(3, 0, RST);
		states.remap(Int32Array.of(-1, 0, -1, 1));
		expect(states.state(1, true)).toBe('reset');
		states.clear(1);
		expect(states.state(1, true)).toBe('open');
	});
});
