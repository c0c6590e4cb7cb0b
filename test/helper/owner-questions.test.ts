/** When whose flows are is looked for: at once, later, or with all others; and how much of the machine that may take. */
import {beforeEach, describe, expect, it} from 'vitest';
import type {SocketAnswer} from '../../source/engine/libpcap/sockets.js';
import type {OwnerQuestion} from '../../source/engine/owners.js';
import type {Descriptors} from '../../source/helper/descriptors.js';
import {LOOKING, OwnerQuestions, SHORTEST_PAUSE} from '../../source/helper/owner-questions.js';
import {Owners} from '../../source/helper/owners.js';
import type {OwnerFound} from '../../source/helper/protocol.js';

const OTHER = 2 ** 22;
const question = (id: number, thorough = false): OwnerQuestion => ({
	id,
	thorough,
	transport: 'tcp',
	local: {address: '192.0.2.1', port: 1000 + id},
	remote: {address: '192.0.2.2', port: 80},
});

describe.skipIf(process.platform !== 'linux')('a question whose a flow is', () => {
	let now: number;
	let sockets: Map<number, SocketAnswer>;
	/** Who has which socket, and how many milliseconds one look at all takes. */
	let holders: Map<number, number[]>;
	let cost: number;
	let looks: number;
	let searches: number;
	let known: Map<number, number>;
	let answers: OwnerFound[];
	let questions: OwnerQuestions;
	/** What is done with sockets to watch. */
	let watching: string[];
	const watched = {
		listen: () => void watching.push('listen'),
		watch: (cookie: bigint, inode: number) => void watching.push(`${cookie} ${inode}`),
	};

	beforeEach(() => {
		[now, cost, looks, searches] = [0, 10, 0, 0];
		watching = [];
		[sockets, holders, known, answers] = [new Map(), new Map(), new Map(), []];
		const descriptors = {
			known: (inode: number) => known.get(inode) ?? null,
			search(inodes: ReadonlySet<number>, hasTime: () => boolean) {
				searches++;
				if (hasTime()) {
					now += cost;
					for (const inode of inodes) {
						const [first] = holders.get(inode) ?? [];
						if (first !== undefined) {
							known.set(inode, first);
						}
					}
				}
				return known;
			},
			all() {
				looks++;
				now += cost;
				return holders;
			},
		} as unknown as Descriptors;
		const owners = new Owners(({local}) => sockets.get(local.port - 1000) ?? null, descriptors);
		questions = new OwnerQuestions(
			owners,
			answer => answers.push(answer),
			watched,
			() => now,
			() => now,
		);
	});

	/** Until nothing is to be done. */
	function rest(most = 100): void {
		for (let i = 0; i < most && questions.pause >= 0; i++) {
			now += questions.pause;
			questions.work();
		}
	}

	const told = () => answers.map(({id, socket, owner}) => [id, socket, owner?.pid ?? null]);

	it('is answered at once where somebody has the socket', () => {
		sockets.set(1, {inodes: [7], uid: 0, cookie: null});
		holders.set(7, [process.pid]);
		questions.add(question(1));
		questions.work();
		expect(told()).toEqual([[1, 7, process.pid]]);
		expect(questions.pause).toBe(-1);
	});

	it('is answered at once where there is no socket, and nothing is searched', () => {
		questions.add(question(1));
		questions.work();
		expect(told()).toEqual([[1, null, null]]);
		expect(searches).toBe(0);
	});

	it('waits for a connection to be accepted, and not for ever', () => {
		sockets.set(1, 'later');
		sockets.set(2, 'later');
		holders.set(8, [process.pid]);
		questions.add(question(1));
		questions.add(question(2));
		questions.work();
		expect(answers).toEqual([]);
		expect(questions.pause).toBeGreaterThan(0);
		sockets.set(2, {inodes: [8], uid: 0, cookie: null});
		rest();
		expect(told()).toEqual([
			[2, 8, process.pid],
			[1, null, null],
		]);
		expect(now).toBeLessThan(1000);
	});

	it('is answered by a look at everybody where the first search finds nobody', () => {
		sockets.set(1, {inodes: [7], uid: 0, cookie: null});
		questions.add(question(1));
		rest();
		expect(told()).toEqual([[1, 7, null]]);
		expect(looks).toBe(1);
	});

	it('is not answered by who had the socket, once another one has its ports', () => {
		sockets.set(1, {inodes: [7], uid: 0, cookie: null});
		holders.set(7, [process.pid]);
		known.set(7, process.pid);
		let times = 0;
		const owners = new Owners(
			() => (++times === 1 ? {inodes: [7], uid: 0, cookie: null} : {inodes: [9], uid: 0, cookie: null}),
			{
				known: () => process.pid,
			} as unknown as Descriptors,
		);
		const other = new OwnerQuestions(owners, answer => answers.push(answer));
		other.add(question(1));
		other.work();
		expect(told()).toEqual([[1, null, null]]);
	});

	it('is answered by one of several that share a port only where all are the same process', () => {
		sockets.set(1, {inodes: [7, 8], uid: 0, cookie: null});
		sockets.set(2, {inodes: [7, 9], uid: 0, cookie: null});
		holders.set(7, [process.pid]);
		holders.set(8, [process.pid]);
		holders.set(9, [OTHER]);
		questions.add(question(1));
		questions.add(question(2));
		rest();
		expect(told()).toEqual([
			[1, 7, process.pid],
			[2, 7, null],
		]);
	});

	it('is answered by nobody where programs of different names have the socket', () => {
		sockets.set(1, {inodes: [7], uid: 0, cookie: null});
		// the first process of the machine is no Node
		holders.set(7, [1, process.pid]);
		questions.add(question(1, true));
		rest();
		expect(told()).toEqual([[1, 7, null]]);
	});

	it('has all descriptors looked at for the 50th part of the time at most', () => {
		cost = 110;
		for (let i = 0; i < 1000; i++) {
			questions.add(question(i % 100, true));
			questions.work();
			now += 10;
		}
		const elapsed = now;
		expect(looks * cost).toBeLessThanOrEqual(elapsed * LOOKING + cost);
		expect(looks).toBeGreaterThan(1);
		cost = 1;
		const before = looks;
		now += 1e6;
		for (let i = 0; i < 100; i++) {
			questions.add(question(i, true));
			questions.work();
			now += SHORTEST_PAUSE / 50;
		}
		expect(looks - before).toBeLessThanOrEqual(3);
	});

	it('does not have others searched for all the time', () => {
		cost = 50;
		sockets.set(1, {inodes: [7], uid: 0, cookie: null});
		const begun = now;
		let spent = 0;
		for (let i = 0; i < 1000; i++) {
			questions.add({...question(1), id: i});
			const before = now;
			questions.work();
			spent += now - before;
			now += 5;
		}
		// half a second that was saved up, a twentieth for searching, a fiftieth for looking, and the last one of each
		expect(spent).toBeLessThanOrEqual(500 + (now - begun) * (0.05 + LOOKING) + 2 * cost);
	});

	it('has its socket of UDP watched, and listened for before it is looked at for the last time', () => {
		const udp: OwnerQuestion = {...question(1), transport: 'udp'};
		holders.set(7, [process.pid]);
		const owners = new Owners(
			() => {
				watching.push('find');
				return {inodes: [7], uid: 0, cookie: 99n};
			},
			{known: () => process.pid} as unknown as Descriptors,
		);
		for (const one of [udp, question(1)]) {
			const asked = new OwnerQuestions(owners, answer => answers.push(answer), watched);
			asked.add(one);
			asked.work();
		}
		expect(watching).toEqual(['find', 'listen', 'find', '99 7', 'find', 'find']);
		expect(told()).toEqual([
			[1, 7, process.pid],
			[1, 7, process.pid],
		]);
	});

	it('has no socket watched that nobody is told to have, nor several', () => {
		sockets.set(1, {inodes: [7], uid: 0, cookie: 1n});
		sockets.set(2, {inodes: [8, 9], uid: 0, cookie: 2n});
		for (const inode of [8, 9]) {
			holders.set(inode, [process.pid]);
		}
		questions.add({...question(1), transport: 'udp'});
		questions.add({...question(2), transport: 'udp'});
		rest();
		expect(told()).toEqual([
			[2, 8, process.pid],
			[1, 7, null],
		]);
		expect(watching).toEqual([]);
	});

	it('is one of a limited number', () => {
		sockets.set(1, 'later');
		for (let i = 0; i < 5000; i++) {
			questions.add({...question(1), id: i});
		}
		expect(answers.length).toBe(5000 - 4096);
	});
});
