/**
 * Apache Kafka's protocol (Kafka protocol guide, "Request Header", "ApiVersions"), told on its ports only.
 *
 * | offset | field                                                                        |
 * |--------|------------------------------------------------------------------------------|
 * | 0      | length of what follows: the segment's                                        |
 * | 4      | request: key of the API, version, correlation number <4>, client <2 + text> or -1 |
 * | 4      | answer to ApiVersions: correlation number, error 0, count <4>, keys 0 and 1 with their versions |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {isPrintable, u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 14;
/** Beyond the keys (0 to 92 in Kafka 4) and versions that there are. */
const MOST_KEY = 127;
const MOST_VERSION = 31;
const NO_CLIENT = 0xffff;
const LEAST_VERSIONS = 26;

export const kafka: ApplicationProtocol = {
	name: 'kafka',
	over: [IpProtocol.TCP],
	ports: [9092, 9093, 9094],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || u32(bytes, start) + 4 !== wireLength) {
			return Verdict.no;
		}
		if (isVersions(bytes, start, end)) {
			return Verdict.yes;
		}
		if (u16(bytes, start + 4) > MOST_KEY || u16(bytes, start + 6) > MOST_VERSION) {
			return Verdict.no;
		}
		const client = u16(bytes, start + 12);
		if (client === NO_CLIENT) {
			return Verdict.yes;
		}
		const text = start + HEADER;
		return HEADER + client <= wireLength && isPrintable(bytes, text, Math.min(end, text + client))
			? Verdict.yes
			: Verdict.no;
	},
};

function isVersions(bytes: Uint8Array, start: number, end: number): boolean {
	if (end - start < LEAST_VERSIONS || u16(bytes, start + 8) !== 0) {
		return false;
	}
	const count = u32(bytes, start + 10);
	return count > 1 && count <= MOST_KEY && u16(bytes, start + 14) === 0 && u16(bytes, start + 20) === 1;
}
