/**
 * ONC RPC version 2 (RFC 5531 § 8, 9, 11) and what it carries: `nfs`, `portmap`, `mount`, `nlm`, `stat`, `rquota`, `ypserv`, else `rpc`.
 *
 * | offset | field (TCP: behind the four bytes of the record mark)                         |
 * |--------|-------------------------------------------------------------------------------|
 * | 0      | transaction number                                                            |
 * | 4      | 0 call, 1 reply                                                               |
 * | 8      | call: RPC version 2, program, program's version, procedure, credential, verifier |
 * | 8      | reply: 0 accepted, verifier, status 0–5; 1 denied, 0 or 1                     |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const NAMES = new Map<number, string>([
	[100_000, 'portmap'],
	[100_003, 'nfs'],
	[100_004, 'ypserv'],
	[100_005, 'mount'],
	[100_007, 'ypbind'],
	[100_011, 'rquota'],
	[100_021, 'nlm'],
	[100_024, 'stat'],
	[100_227, 'nfsacl'],
]);
/** Longest body of a credential or verifier, bytes (RFC 5531 § 8.2). */
const MAX_OPAQUE = 400;

export const rpc: ApplicationProtocol = {
	name: 'rpc',
	labels: [...NAMES.values()],
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [111, 2049],
	recognise(view) {
		const at = view.start + (view.transport === IpProtocol.TCP ? 4 : 0);
		if (at + 24 > view.end) {
			return Verdict.no;
		}
		if (view.transport === IpProtocol.TCP && !isMark(view)) {
			return Verdict.no;
		}
		const kind = u32(view.bytes, at + 4);
		if (kind === 0) {
			return call(view, at);
		}
		if (kind === 1 && isReply(view, at)) {
			return reply(view);
		}
		return view.memory === true ? Verdict.maybe : Verdict.no;
	},
};

/** Length of a fragment: one that is whole in the segment, or a first one that fills it. */
function isMark(view: PayloadView): boolean {
	const length = u32(view.bytes, view.start) & 0x7fffffff;
	return length >= 24 && length < 0x400000 && (length + 4 <= view.wireLength || view.wireLength >= 64);
}

function call(view: PayloadView, at: number): Verdict {
	const {bytes, end} = view;
	const program = u32(bytes, at + 12);
	const version = u32(bytes, at + 16);
	if (u32(bytes, at + 8) !== 2 || version > 100 || u32(bytes, at + 20) > 1023) {
		return Verdict.no;
	}
	// 100000 and on are assigned, from 0x20000000 are the user's own: those must show more.
	const assigned = program >= 100_000 && program < 500_000;
	if (!assigned && (program < 0x20000000 || program >= 0x40000000 || version === 0 || at + 40 > end)) {
		return Verdict.no;
	}
	if (at + 32 <= end && (!isFlavour(u32(bytes, at + 24)) || u32(bytes, at + 28) > MAX_OPAQUE)) {
		return Verdict.no;
	}
	view.label = NAMES.get(program) ?? 'rpc';
	return Verdict.yes;
}

function isReply(view: PayloadView, at: number): boolean {
	const {bytes, end} = view;
	const state = u32(bytes, at + 8);
	if (state === 1) {
		return u32(bytes, at + 12) <= 1 && view.onPort;
	}
	const length = u32(bytes, at + 16);
	if (state !== 0 || !isFlavour(u32(bytes, at + 12)) || length > MAX_OPAQUE) {
		return false;
	}
	const status = at + 20 + ((length + 3) & ~3);
	return status + 4 <= end ? u32(bytes, status) <= 5 : length > 0;
}

/** A reply does not say of what: the port tells for NFS and the port mapper, else a later call may. */
function reply(view: PayloadView): Verdict {
	const {sourcePort} = view;
	view.label = sourcePort === 2049 ? 'nfs' : sourcePort === 111 ? 'portmap' : 'rpc';
	view.settled = view.label !== 'rpc';
	view.memory = true;
	return Verdict.yes;
}

/** AUTH_NONE, UNIX, SHORT, DH, Kerberos 4, RSA, GSS, TLS, and SunSoft's private ones. */
function isFlavour(flavour: number): boolean {
	return flavour <= 7 || (flavour >= 390_000 && flavour < 400_000);
}
