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

/** No payload: what is told on its ports only has this signature over one of its transports. */
const nowhere = (transport: number): Signature => [transport, [0, 0xff00_0000, 0xff00_0000], [0, 0xff00_0000, 0]];

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
	// RFC 4271 § 4.1: the marker
	bgp: [[TCP, [0, ALL, ALL], [4, ALL, ALL]]],
	// types 1 to 4 and three zeros
	wg: [1, 2, 3, 4].map((type): Signature => [UDP, [0, ALL, type * 0x100_0000]]),
	zabbix: [[TCP, [0, ALL, ascii('ZBXD')]]],
	// IEEE 1815 § 9.2: the two bytes of its start
	dnp3: [TCP, UDP].map((transport): Signature => [transport, [0, 0xffff_0000, 0x0564_0000]]),
	// the handshake of peers; over UDP several others
	bittorrent: [[TCP, [0, ALL, 0x1342_6974]]],
	// OPC 10000-6 § 7.1.2: type and kind of chunk
	opcua: 'HELF ACKF ERRF RHEF OPNF CLOF MSGF MSGC MSGA'
		.split(' ')
		.map((type): Signature => [TCP, [0, ALL, ascii(type)]]),
	elasticsearch: [[TCP, [0, 0xffff_0000, 0x4553_0000]]],
	nats: ['INFO', 'CONN'].map((word): Signature => [TCP, [0, ALL, ascii(word)]]),
	stomp: ['STOM', 'CONN'].map((word): Signature => [TCP, [0, ALL, ascii(word)]]),
	// a connect packet of version 0x01xx
	tns: [[TCP, [4, 0xff00_ffff, 0x0100_0000], [8, 0xff00_0000, 0x0100_0000]]],
	openwire: [[TCP, [5, ALL, ascii('Acti')], [9, ALL, ascii('veMQ')]]],
	zmtp: [[TCP, [0, ALL, 0xff00_0000], [4, ALL, 0]]],
	// binary, compact; in a frame
	thrift: [
		[TCP, [0, 0xffff_fff8, 0x8001_0000]],
		[UDP, [0, 0xffff_fff8, 0x8001_0000]],
		[TCP, [0, 0xff1f_0000, 0x8201_0000]],
		[UDP, [0, 0xff1f_0000, 0x8201_0000]],
		[TCP, [4, 0xffff_fff8, 0x8001_0000]],
		[TCP, [4, 0xff1f_0000, 0x8201_0000]],
	],
	ajp13: [
		[TCP, [0, 0xffff_0000, 0x1234_0000]],
		[TCP, [0, 0xffff_0000, 0x4142_0000]],
	],
	// the record that begins a request
	fcgi: [[TCP, [0, 0xffff_0000, 0x0101_0000], [4, 0xffff_00ff, 0x0008_0000]]],
	drda: [[TCP, [2, 0xff08_0000, 0xd000_0000]]],
	ceph: [[TCP, [0, ALL, ascii('ceph')]]],
	// information and messages
	aerospike: [[TCP, [0, 0xfffd_ffff, 0x0201_0000]]],
	proxy: [
		[TCP, [0, ALL, ascii('PROX')]],
		[TCP, [0, ALL, 0x0d0a_0d0a]],
		[UDP, [0, ALL, 0x0d0a_0d0a]],
	],
	hl7: ['\x0bMSH', '\x0bFHS', '\x0bBHS'].map((segment): Signature => [TCP, [0, ALL, ascii(segment)]]),
	fix: [[TCP, [0, 0xffff_0000, 0x383d_0000]]],
	// binds and their answers, status 0
	smpp: [1, 2, 9].flatMap((code): Signature[] => [
		[TCP, [4, ALL, code], [8, ALL, 0]],
		[TCP, [4, ALL, 0x8000_0000 + code], [8, ALL, 0]],
	]),
	cassandra: [[TCP, [0, ALL, 0xca55_2dfa]]],
	// lengths below 64 KiB, version 1 and one of the types; discovery
	someip: [
		[UDP, [4, 0xffff_0000, 0], [12, 0xff00_5c00, 0x0100_0000]],
		[TCP, [0, ALL, 0xffff_8100]],
	],
	// version, and its bits turned over
	doip: [TCP, UDP].flatMap(transport =>
		[0x01fe, 0x02fd, 0x03fc, 0x04fb, 0xff00].map((start): Signature => [transport, [0, 0xffff_0000, start * 0x1_0000]]),
	),
	rtps: [TCP, UDP].map((transport): Signature => [transport, [0, ALL, ascii('RTPS')]]),
	kip: [TCP, UDP].map((transport): Signature => [transport, [0, 0xffff_0000, 0x0610_0000]]),
	// types 0 to 7, messages 0 to 7 of version 1 or 2
	hart_ip: [TCP, UDP].flatMap((transport): Signature[] => [
		[transport, [0, 0xfffc_f800, 0x0100_0000]],
		[transport, [0, 0xfffc_f800, 0x0200_0000]],
	]),
	omron: [[TCP, [0, ALL, ascii('FINS')]]],
	dlms: [TCP, UDP].map((transport): Signature => [transport, [0, 0xfff0_0000, 0x7ea0_0000]]),
	// frame types and versions
	synphasor: [TCP, UDP].map((transport): Signature => [transport, [0, 0xff8c_0000, 0xaa00_0000]]),
	softether: [[UDP, [0, 0xffff_ff00, 0x4950_3d00]]],
	tinc: [[TCP, [0, 0xffff_0000, 0x3020_0000]]],
	spotify: [
		[UDP, [0, ALL, ascii('Spot')], [4, ALL, ascii('Udp0')]],
		[TCP, [0, ALL, 0x0004_0000], [4, 0x0000_ff00, 0x5200]],
	],
	tuya: [TCP, UDP].map((transport): Signature => [transport, [0, ALL, 0x55aa]]),
	bjnp: [TCP, UDP].flatMap(transport =>
		['BJNP', 'MFNP'].map((magic): Signature => [transport, [0, ALL, ascii(magic)]]),
	),
	lsd: [[UDP, [0, ALL, ascii('BT-S')]]],
	// the first two addresses of seventeen
	wol: [[UDP, [0, ALL, ALL], [4, 0xffff_0000, 0xffff_0000]]],
	syncthing: [
		[UDP, [0, ALL, 0x2ea7_d90b]],
		[TCP, [0, ALL, 0x9e79_bc40]],
	],
	tivoconnect: [TCP, UDP].flatMap(transport =>
		['TiVo', 'tivo'].map((text): Signature => [transport, [0, ALL, ascii(text)]]),
	),
	steam_ihs_discovery: [[UDP, [0, ALL, ALL], [4, ALL, 0x214c_5fa0]]],
	// over UDP the GUID's eighth byte and the length's upper ones; Gnutella2's begin
	gnutella: [
		[TCP, [0, ALL, ascii('GNUT')]],
		[UDP, [8, 0xff00_0000, 0xff00_0000], [19, 0xffff, 0]],
		[UDP, [16, 0xff00_0000, 0x4400_0000], [19, 0xffff, 0]],
		[UDP, [0, 0xffff_ff00, 0x474e_4400]],
	],
	// a hello with a hash
	edonkey: [[TCP, [0, 0xff00_00ff, 0xe300_0000], [4, 0x00ff_ff00, 0x0001_1000]], nowhere(UDP)],
	bitcoin: [0xf9be_b4d9, 0x0b11_0907, 0x1c16_3f28, 0x0a03_cf40, 0xfabf_b5da].map(
		(network): Signature => [TCP, [0, ALL, network]],
	),
	// a signature's last byte, types 0 to 7, a list
	devp2p: [[UDP, [96, 0xfef8_c000, 0xc000]], nowhere(TCP)],
	levin: [[TCP, [0, ALL, 0x0121_0101]]],
	dnscrypt: [
		[UDP, [0, ALL, ascii('r6fn')], [4, ALL, ascii('vWj8')]],
		[TCP, [2, ALL, ascii('r6fn')], [6, ALL, ascii('vWj8')]],
	],
	roughtime: [[UDP, [0, ALL, ascii('ROUG')]]],
	jsonrpc: [[TCP, [0, 0xffff_0000, 0x7b22_0000]]],
	discord: [
		[UDP, [0, ALL, 0x0001_0046]],
		[UDP, [0, ALL, 0x0002_0046]],
		[UDP, [0, ALL, 0x1337_cafe]],
	],
	// between two ends, with an address of less than 64 letters
	zoom: [[UDP, [0, 0xffff_0000, 0x1f02_0000], [24, 0xffff_ffc0, 0]]],
	whatsapp: [
		[TCP, [0, ALL, 0x4544_0001]],
		[TCP, [0, 0xffff_0000, 0x5741_0000]],
	],
	telegram: [
		[TCP, [0, ALL, 0xeeee_eeee]],
		[TCP, [0, ALL, 0xdddd_dddd]],
		[UDP, [16, ALL, ALL], [20, ALL, ALL]],
	],
	megaco: [TCP, UDP].flatMap(transport =>
		['MEGA', '!/1 ', '!/2 ', '!/3 '].map((text): Signature => [transport, [0, ALL, ascii(text)]]),
	),
	h225: [[TCP, [0, 0xffff_0000, 0x0300_0000]]],
	mgcp: [TCP, UDP].flatMap(transport =>
		'EPCF CRCX MDCX DLCX RQNT NTFY AUEP AUCX RSIP MESG'
			.split(' ')
			.map((verb): Signature => [transport, [0, ALL, ascii(verb)]]),
	),
	// what begins a session has seen nothing yet
	rdpudp: [[UDP, [0, ALL, ALL], [6, 0x0005_0000, 0x0001_0000]]],
	ts3: [[UDP, [0, ALL, ascii('TS3I')]]],
	a2s: [[UDP, [0, ALL, ALL], [4, ALL, ascii('TSou')]]],
	raknet: [1, 9, 17].map((at): Signature => [UDP, [at, ALL, 0x00ff_ff00], [at + 4, ALL, 0xfefe_fefe]]),
	mp2t: [[UDP, [0, 0xff80_0000, 0x4700_0000], [188, 0xff80_0000, 0x4700_0000]]],
	giop: [[TCP, [0, ALL, ascii('GIOP')]]],
	gearman: ['\0REQ', '\0RES'].map((magic): Signature => [TCP, [0, ALL, ascii(magic)]]),
	munin: [[TCP, [0, ALL, ascii('# mu')]]],
	checkmk: [[TCP, [0, ALL, ascii('<<<c')]]],
	kismet: [[TCP, [0, ALL, ascii('*KIS')]]],
	rmi: [[TCP, [0, ALL, ascii('JRMI')]]],
	ica: [[TCP, [0, ALL, 0x7f7f_4943]]],
	caneth: [[UDP, [0, ALL, ascii('ISO1')]]],
	netcode: [[UDP, [0, ALL, ascii('\0NET')]]],
	dlep: [[UDP, [0, ALL, ascii('DLEP')]]],
	nx: ['NXSH', 'NXD-'].map((text): Signature => [TCP, [0, ALL, ascii(text)]]),
};

/** Four characters as a word. */
function ascii(text: string): number {
	return Buffer.from(text, 'latin1').readUInt32BE();
}
