/** Keys and protection of QUIC Initial packets: RFC 9001 § 5, RFC 9369 § 3.3 for version 2, and drafts whose salt is known. */
import {createCipheriv, createDecipheriv, createHmac} from 'node:crypto';

const SAMPLE = 16;
const TAG = 16;
const KEY = 16;
const IV = 12;

export interface InitialVersion {
	readonly salt: Uint8Array;
	readonly labels: InitialLabels;
	/** Value of the packet type bits of an Initial packet. */
	readonly initialType: number;
}

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const V1_SALT = hex('38762cf7f55934b34d179ae6a4c80cadccbb7f0a');
const DRAFT_29_SALT = hex('afbfec289993d24c9e9786f19c6111e04390a899');
const DRAFT_23_SALT = hex('c3eef712c72ebb5a11a7d2432bb46365bef9f502');
const DRAFT_22_SALT = hex('7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a');

/** What HKDF-Expand-Label is told of a key, a nonce and a header's key. */
interface InitialLabels {
	readonly key: Uint8Array;
	readonly iv: Uint8Array;
	readonly headerKey: Uint8Array;
}

const CLIENT_IN = labelInfo('client in', 32);
const labelsOf = (prefix: string): InitialLabels => ({
	key: labelInfo(`${prefix} key`, KEY),
	iv: labelInfo(`${prefix} iv`, IV),
	headerKey: labelInfo(`${prefix} hp`, KEY),
});
const V1_LABELS = labelsOf('quic');

const likeV1 = (salt: Uint8Array): InitialVersion => ({salt, labels: V1_LABELS, initialType: 0});

/** By version number, signed as words are. */
const VERSIONS = new Map<number, InitialVersion>([
	[0x00000001, likeV1(V1_SALT)],
	[0x6b3343cf, {salt: hex('0dede3def700a6db819381be6e269dcbf9bd2ed9'), labels: labelsOf('quicv2'), initialType: 1}],
	[0xff000016 | 0, likeV1(DRAFT_22_SALT)],
	...Array.from({length: 6}, (_, i): [number, InitialVersion] => [(0xff000017 + i) | 0, likeV1(DRAFT_23_SALT)]),
	...Array.from({length: 4}, (_, i): [number, InitialVersion] => [(0xff00001d + i) | 0, likeV1(DRAFT_29_SALT)]),
	[0xff000021 | 0, likeV1(V1_SALT)],
	[0xff000022 | 0, likeV1(V1_SALT)],
	// mvfst of Facebook
	[0xfaceb001 | 0, likeV1(DRAFT_22_SALT)],
	[0xfaceb002 | 0, likeV1(DRAFT_23_SALT)],
	[0xfaceb00e | 0, likeV1(DRAFT_23_SALT)],
	// Google's Q050, T050 and T051
	[0x51303530, likeV1(hex('504574efd066fe2f9d945cfcdbd3a7f0d3b56b45'))],
	[0x54303530, likeV1(hex('7ff579e5acd072915580304c43a2367c60488310'))],
	[0x54303531, likeV1(hex('7a4edef4e7ccee5fa4506c19124fc8ccda6e033d'))],
]);

/** How `version` protects Initial packets, or undefined when it is not known. */
export function initialVersion(version: number): InitialVersion | undefined {
	return VERSIONS.get(version);
}

/** The client's Initial keys. */
export interface InitialKeys {
	readonly key: Uint8Array;
	readonly iv: Uint8Array;
	readonly headerKey: Uint8Array;
}

/** Derives the client's Initial keys from the destination connection id of its first packet (RFC 9001 § 5.2). */
export function clientInitialKeys(version: InitialVersion, connectionId: Uint8Array): InitialKeys {
	const {salt, labels} = version;
	const secret = sha256(sha256(salt, connectionId), CLIENT_IN);
	return {
		key: sha256(secret, labels.key).subarray(0, KEY),
		iv: sha256(secret, labels.iv).subarray(0, IV),
		headerKey: sha256(secret, labels.headerKey).subarray(0, KEY),
	};
}

/** HKDF-Extract (RFC 5869 § 2.2), and HKDF-Expand-Label for outputs of one block. */
function sha256(key: Uint8Array, message: Uint8Array): Uint8Array {
	return createHmac('sha256', key).update(message).digest();
}

/** What HKDF-Expand-Label (RFC 8446 § 7.1) is told for one block and an empty context. */
function labelInfo(label: string, length: number): Uint8Array {
	const full = `tls13 ${label}`;
	return Uint8Array.from([0, length, full.length, ...Buffer.from(full, 'latin1'), 0, 1]);
}

/**
 * Removes the protection of the packet at [start, end), whose packet number is at `numberAt`; `bytes` are left as they are.
 * Returns the frames, or null when the keys do not fit or the packet is too short.
 */
export function unprotect(
	keys: InitialKeys,
	bytes: Uint8Array,
	start: number,
	numberAt: number,
	end: number,
): Uint8Array | null {
	// The sample is taken as if the packet number had four bytes.
	if (numberAt + 4 + SAMPLE > end) {
		return null;
	}
	const mask = createCipheriv('aes-128-ecb', keys.headerKey, null).update(
		bytes.subarray(numberAt + 4, numberAt + 4 + SAMPLE),
	);
	const first = bytes[start] ^ (mask[0] & 0x0f);
	const numberLength = (first & 3) + 1;
	const bodyAt = numberAt + numberLength;
	if (bodyAt + TAG > end) {
		return null;
	}
	const header = bytes.slice(start, bodyAt);
	header[0] = first;
	const nonce = Uint8Array.from(keys.iv);
	for (let i = 0; i < numberLength; i++) {
		const byte = bytes[numberAt + i] ^ mask[1 + i];
		header[numberAt - start + i] = byte;
		nonce[IV - numberLength + i] ^= byte;
	}

	const cipher = createDecipheriv('aes-128-gcm', keys.key, nonce);
	cipher.setAAD(header);
	cipher.setAuthTag(bytes.subarray(end - TAG, end));
	const frames = cipher.update(bytes.subarray(bodyAt, end - TAG));
	try {
		cipher.final();
	} catch {
		return null;
	}

	return frames;
}
