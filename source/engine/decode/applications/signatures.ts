/**
 * What a payload must hold for a protocol to say anything but `no` when none of its ports is the flow's. Masks and values of
 * words are compared in one loop, so that a payload that nobody knows calls nobody (docs/performance.md). A rule must never be
 * narrower than its recogniser: `signatures.test.ts` holds each against payloads that the recogniser takes.
 */
const TCP = 6;
const UDP = 17;
const ALL = 0xffff_ffff;

/** A word of the payload, network order: the four bytes at offset `at`, masked, are `value`. */
type Word = readonly [at: number, mask: number, value: number];
/** IP protocol number, then one or two words that must both be there; a payload that ends before them has none. */
export type Signature = readonly [transport: number, first: Word, second?: Word];

/** By the protocol's name; a payload needs one of its signatures. Transports that are not named take any payload. */
export const SIGNATURES: Readonly<Record<string, readonly Signature[]>> = {
	// RFC 1035 § 4.1.1: opcode and reserved bit 0, one question
	dns: [
		[UDP, [2, 0x7840_0000, 0], [4, 0xffff_0000, 0x0001_0000]],
		[TCP, [4, 0x7840_ffff, 0x0000_0001]],
	],
	http2: [
		[TCP, [0, ALL, 0x5052_4920]],
		[TCP, [0, 0xffff_00ff, 0x0000_0004]],
	],
	// RFC 8489 § 5: the magic cookie, over TCP also behind a length; RFC 3489 § 11.2: types 0x0001 and 0x0002, answers, errors
	stun: [
		[UDP, [4, ALL, 0x2112_a442]],
		[UDP, [0, 0xfeef_0000, 0x0001_0000]],
		[UDP, [0, 0xfeef_0000, 0x0002_0000]],
		[TCP, [4, ALL, 0x2112_a442]],
		[TCP, [6, ALL, 0x2112_a442]],
	],
	// operation codes 7, 8 and 10, key 0
	openvpn: [UDP, TCP].flatMap(transport =>
		[7, 8, 10].map((code): Signature => [transport, [transport === TCP ? 2 : 0, 0xff00_0000, code << 27]]),
	),
	// NetBIOS messages hold SMB; sessions begin with 0x81
	smb: [
		[TCP, [0, 0xff00_0000, 0], [4, 0x00ff_ffff, 0x0053_4d42]],
		[TCP, [0, 0xff00_0000, 0x8100_0000]],
	],
	// text that begins with a letter, a digit, an asterisk or a plus
	imap: [
		[TCP, [0, 0xa080_8080, 0x2000_0000]],
		[TCP, [0, 0xc080_8080, 0x4000_0000]],
	],
	// RFC 4120: APPLICATION tags from 0x6a to 0x7e
	kerberos: [
		[UDP, [0, 0x6000_0000, 0x6000_0000]],
		[TCP, [4, 0x6000_0000, 0x6000_0000]],
	],
	// sequence number 0, then a greeting's version or a refusal
	mysql: [0x09, 0x0a, 0xff].map((code): Signature => [TCP, [3, 0xffff_0000, code << 16]]),
	// startup of version 3, cancel, TLS and GSS requests
	pgsql: [
		[TCP, [4, 0xffff_fffc, 0x0003_0000]],
		[TCP, [4, 0xffff_0000, 0x04d2_0000]],
	],
	// RFC 5531 § 9: a call of version 2, an accepted reply; over TCP behind the record mark
	rpc: [
		[UDP, [4, ALL, 0], [8, ALL, 2]],
		[UDP, [4, ALL, 1], [8, ALL, 0]],
		[TCP, [8, ALL, 0], [12, ALL, 2]],
		[TCP, [8, ALL, 1], [12, ALL, 0]],
	],
	// RFC 2408 § 3.1: version 1.0 or 2.x, on port 4500 behind four zeros
	isakmp: [
		[UDP, [16, 0x00ff_0000, 0x0010_0000]],
		[UDP, [16, 0x00fe_0000, 0x0020_0000]],
		[UDP, [0, ALL, 0], [20, 0x00ff_0000, 0x0010_0000]],
		[UDP, [0, ALL, 0], [20, 0x00fe_0000, 0x0020_0000]],
	],
	// operations 2001 to 2013, little-endian
	mongo: [[TCP, [12, 0xf0ff_ffff, 0xd007_0000]]],
	pptp: [[TCP, [4, ALL, 0x1a2b_3c4d]]],
	// operations 1 to 6
	tftp: [
		[UDP, [0, 0xffff_0000, 0x0001_0000]],
		[UDP, [0, 0xfffe_0000, 0x0002_0000]],
		[UDP, [0, 0xfffe_0000, 0x0004_0000]],
		[UDP, [0, 0xffff_0000, 0x0006_0000]],
	],
	// RFC 4380 § 5.1.1: IPv6, or an authentication or origin indication before it
	teredo: [
		[UDP, [0, 0xf000_0000, 0x6000_0000]],
		[UDP, [0, 0xffff_0000, 0x0001_0000]],
		[UDP, [0, 0xffff_0000, 0], [8, 0xf000_0000, 0x6000_0000]],
	],
	// versions 5 and 10; 9 on its ports only
	cflow: [
		[UDP, [0, 0xffff_0000, 0x0005_0000]],
		[UDP, [0, 0xffff_0000, 0x000a_0000]],
	],
	// RFC 3550 § 6.4: version 2, packet types 200 to 207
	rtcp: [[UDP, [0, 0xc0f8_0000, 0x80c8_0000]]],
	// RFC 3550 § 5.1: version 2; payload types 0 to 63 and 96 to 127 (RFC 5761 § 4)
	rtp: [
		[UDP, [0, 0xc060_0000, 0x8000_0000]],
		[UDP, [0, 0xc060_0000, 0x8020_0000]],
		[UDP, [0, 0xc060_0000, 0x8060_0000]],
	],
	// RFC 7252 § 3: version 1, confirmable or not, codes 0.00 to 0.07
	coap: [[UDP, [0, 0xe0f8_0000, 0x4000_0000]]],
	// a T, an S and the sign of a speech balloon in UTF-8
	tailscale: [[UDP, [0, ALL, 0x5453_f09f], [4, 0xffff_0000, 0x92ac_0000]]],
	// versions that are known, negotiation, reserved ones, drafts; Google's of that form
	quic: [
		[UDP, [1, ALL, 0]],
		[UDP, [1, ALL, 1]],
		[UDP, [1, ALL, 0x6b33_43cf]],
		[UDP, [1, 0x0f0f_0f0f, 0x0a0a_0a0a]],
		[UDP, [1, 0xffff_ff00, 0xff00_0000]],
		[UDP, [1, 0xffff_fff0, 0xface_b000]],
		[UDP, [1, 0xfaff_fffe, 0x5030_3530]],
	],
	// Q0 behind the flags, or behind a connection number
	gquic: [
		[UDP, [1, 0xffff_0000, 0x5130_0000]],
		[UDP, [9, 0xffff_0000, 0x5130_0000]],
	],
};
