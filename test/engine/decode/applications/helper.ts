/** Payload views for tests of the application protocols: they fail when a protocol reads outside its payload. */
import {
	type ApplicationProtocol,
	type PayloadView,
	Verdict,
} from '../../../../source/engine/decode/applications/recognition.js';

/** Bytes from parts: hexadecimal (spaces are ignored) or, after a `'`, ASCII text. */
export function bytesOf(...parts: readonly string[]): Uint8Array {
	return Uint8Array.from(
		parts.flatMap(part => {
			if (part.startsWith("'")) {
				return Array.from(part.slice(1), letter => letter.charCodeAt(0));
			}
			const digits = part.replace(/\s/g, '');
			if (!/^([\da-f]{2})*$/i.test(digits)) {
				throw new Error(`not hexadecimal: ${part}`);
			}
			return digits === '' ? [] : digits.match(/../g)!.map(pair => Number.parseInt(pair, 16));
		}),
	);
}

/** The payload between other bytes; reading any of those throws. */
export function guarded(payload: Uint8Array, before = 7, after = 9): {bytes: Uint8Array; start: number; end: number} {
	const start = before;
	const end = before + payload.length;
	const bytes = new Proxy(new Uint8Array(before + payload.length + after).fill(0xa5), {
		get(target, key) {
			const at = typeof key === 'string' ? Number(key) : Number.NaN;
			if (!Number.isNaN(at)) {
				if (at < start || at >= end) {
					throw new RangeError(`read at ${at - start} of a payload of ${payload.length} bytes`);
				}
				return payload[at - start];
			}

			const value: unknown = Reflect.get(target, key, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
	return {bytes, start, end};
}

export function viewOf(payload: Uint8Array, fields: Partial<PayloadView> = {}): PayloadView {
	return {
		...guarded(payload),
		wireLength: payload.length,
		transport: 6,
		sourcePort: 40_000,
		destinationPort: 50_000,
		sequence: 0,
		direction: 0,
		attempt: 0,
		memory: null,
		serverName: null,
		serverBytes: null,
		serverStart: 0,
		serverEnd: 0,
		settled: true,
		label: null,
		onPort: false,
		expected: {add() {}, has: () => false},
		...fields,
	};
}

/** What a protocol makes of payloads sent in turn: the label after the last, or null. Directions alternate only where said. */
export function labelOf(
	protocol: ApplicationProtocol,
	payloads: readonly {bytes: Uint8Array; direction?: 0 | 1}[],
	fields: Partial<PayloadView> = {},
): string | null {
	let memory: unknown = null;
	let label: string | null = null;
	let settled = false;
	for (const [attempt, payload] of payloads.entries()) {
		if (settled) {
			break;
		}
		const view = viewOf(payload.bytes, {...fields, direction: payload.direction ?? 0, attempt, memory});
		const verdict = protocol.recognise(view);
		memory = view.memory;
		if (verdict === Verdict.yes) {
			label = view.label ?? protocol.name;
		}
		settled = verdict === Verdict.no || (verdict === Verdict.yes && view.settled);
	}

	return label;
}
