// A path between two network namespaces that loses, delays, overtakes and doubles what passes: `node forwarder.mjs '{"seed":1,"delay":20,…}'`. It makes
// two TUN devices, `near0` and `far0`, which the test gives to the namespaces; the kernel forwards nothing between them. It says
// `{"type":"ready"}`, and when its standard input ends, what it did and what passed, as one line of JSON each. One loop, one thread: what it counts is in the
// order in which it passed.
import {Buffer} from 'node:buffer';
import fs from 'node:fs';
import process from 'node:process';
import koffi from 'koffi';

const {seed, delay, late, chances} = JSON.parse(process.argv[2]);

/** <linux/if_tun.h>: packets of IP, nothing before them. */
const TUNSETIFF = 0x4004_54ca;
const IFF_TUN_NO_PI = 0x1001;
const POLLIN = 1;
const POLL_SIZE = 8;
const [FIN, SYN, RST, ACK] = [1, 2, 4, 16];

const library = koffi.load(null);
const poll = library.func('poll', 'int', ['void *', 'ulong', 'int']);
const ioctl = library.func('int ioctl(int descriptor, ulong request, ...)');

function tun(name) {
	const descriptor = fs.openSync('/dev/net/tun', fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
	const request = Buffer.alloc(40);
	request.write(name);
	request.writeUInt16LE(IFF_TUN_NO_PI, 16);
	if (ioctl(descriptor, TUNSETIFF, 'void *', request) !== 0) {
		throw new Error(`there is no TUN device ${name}`);
	}
	return descriptor;
}

/** Mulberry32, 0…1. */
function seeded(start) {
	let state = start;
	return () => {
		state = (state + 0x6d2b_79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** What of TCP the counts go by; null = a packet of something else. */
function segmentOf(packet) {
	const header = (packet[0] & 15) * 4;
	if (packet[0] >> 4 !== 4 || packet[9] !== 6 || packet.length < header + 20) {
		return null;
	}
	const flags = packet[header + 13];
	const length = packet.readUInt16BE(2) - header - (packet[header + 12] >> 4) * 4;
	return {
		flags,
		length,
		seq: packet.readUInt32BE(header + 4),
		ack: packet.readUInt32BE(header + 8),
		window: packet.readUInt16BE(header + 14),
		taken: length + ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0),
	};
}

/** Of the segments of one way that passed a place. */
class Passed {
	segments = 0;
	/** With data, SYN or FIN, and a sequence number below one that passed before. */
	again = 0;
	/** Without any of these, and like the one before. */
	sameAcks = 0;
	#highest = null;
	#before = null;

	note(segment) {
		const {flags, seq, ack, window, taken} = segment;
		this.segments++;
		if (taken > 0) {
			this.again += this.#highest !== null && ((seq - this.#highest) | 0) < 0 ? 1 : 0;
			const end = (seq + taken) >>> 0;
			this.#highest = this.#highest === null || ((end - this.#highest) | 0) > 0 ? end : this.#highest;
		} else if ((flags & (ACK | RST)) === ACK && window > 0) {
			const before = this.#before;
			this.sameAcks += before?.seq === seq && before.ack === ack && before.window === window ? 1 : 0;
		}
		this.#before = segment;
	}

	toJSON() {
		return {segments: this.segments, again: this.again, sameAcks: this.sameAcks};
	}
}

class Way {
	taken = new Passed();
	given = new Passed();
	lost = 0;
	doubled = 0;
	late = 0;
	#waiting = [];
	#random;

	constructor(from, to, start) {
		Object.assign(this, {from, to});
		this.#random = seeded(start);
	}

	take(packet, now) {
		const segment = segmentOf(packet);
		if (segment === null) {
			return;
		}
		this.taken.note(segment);
		const due = now + delay;
		if (segment.length === 0) {
			this.#wait(due, packet, segment);
			return;
		}
		const chance = this.#random();
		if (chance < chances.lost) {
			this.lost++;
		} else if (chance < chances.lost + chances.late) {
			this.late++;
			this.#wait(due + late, packet, segment);
		} else {
			this.#wait(due, packet, segment);
			if (chance > 1 - chances.doubled) {
				this.doubled++;
				this.#wait(due, packet, segment);
			}
		}
	}

	#wait(due, packet, segment) {
		let at = this.#waiting.length;
		while (at > 0 && this.#waiting[at - 1].due > due) {
			at--;
		}
		this.#waiting.splice(at, 0, {due, packet, segment});
	}

	/** When the next one is due. */
	get next() {
		return this.#waiting[0]?.due ?? Number.POSITIVE_INFINITY;
	}

	give(now) {
		while (this.next <= now) {
			const {packet, segment} = this.#waiting.shift();
			fs.writeSync(this.to, packet);
			this.given.note(segment);
		}
	}

	toJSON() {
		const {taken, given, lost, doubled, late: overtaken} = this;
		return {taken, given, lost, doubled, late: overtaken};
	}
}

function* packetsOf(descriptor) {
	const buffer = Buffer.alloc(65_536);
	for (;;) {
		try {
			yield Buffer.from(buffer.subarray(0, fs.readSync(descriptor, buffer)));
		} catch (error) {
			if (error.code !== 'EAGAIN') {
				throw error;
			}
			return;
		}
	}
}

const [near, far] = [tun('near0'), tun('far0')];
const ways = [new Way(near, far, seed), new Way(far, near, seed + 1)];
const waits = Buffer.alloc(3 * POLL_SIZE);
for (const [index, descriptor] of [0, near, far].entries()) {
	waits.writeInt32LE(descriptor, index * POLL_SIZE);
	waits.writeInt16LE(POLLIN, index * POLL_SIZE + 4);
}
console.log(JSON.stringify({type: 'ready'}));

let isOver = false;
while (!isOver || ways.some(({next}) => next < Number.POSITIVE_INFINITY)) {
	const next = Math.min(...ways.map(way => way.next)) - performance.now();
	// without standard input once it has ended
	const skipped = isOver ? POLL_SIZE : 0;
	poll(waits.subarray(skipped), isOver ? 2 : 3, Math.max(0, Math.min(1000, Math.ceil(next))));
	isOver ||= waits.readInt16LE(6) !== 0;
	for (const way of ways) {
		for (const packet of packetsOf(way.from)) {
			way.take(packet, performance.now());
		}
	}
	for (const way of ways) {
		way.give(performance.now());
	}
}
console.log(JSON.stringify({type: 'passed', there: ways[0], back: ways[1]}));
