/** Which names files have that are written under a name that was asked for, and under the dashboard's own. */
import path from 'node:path';

/** What a name may be used for. */
export type Use =
	/** What the user gets. */
	| 'result'
	/** Where it is written until it is whole (`temporaryName`). */
	| 'temporary'
	/** The sign that files of a rotation are written (`lockBaseName`). */
	| 'lock';

/** A set of names of results. */
interface Names {
	has(result: string): boolean;
	/** Whether one of them may begin so: the temporary of a long name has no more of it. */
	hasBeginning(text: string): boolean;
	/** The base name of a rotation; null for none. */
	locked: string | null;
}

const RANDOM = '[0-9a-f]{16}';
const TEMPORARY = new RegExp(`^\\.(.*)\\.${RANDOM}\\.tmp$`, 's');
const LOCK = new RegExp(`^\\.(.*)\\.lock(\\.${RANDOM})?$`, 's');

/** Bytes of a name that are in its temporary's, but for a character that is cut. */
const CUT = 97;

/** The dashboard's: `netanal-eth0-20260213-140501.json`, and no other ending than it writes. */
const OWN: Names = {
	has: result => /^netanal-[A-Za-z0-9._-]{1,200}\.(json|csv|svg|png|pcap)$/.test(result),
	hasBeginning: text => /^netanal-[A-Za-z0-9._-]*$/.test(text),
	locked: null,
};

/** Of a file in a folder of the dashboard's. @returns null for any other name */
export const ownUse = (name: string): Use | null => usedIn(OWN, name);

/**
 * @param asked the name that was asked for, without its folder
 * @returns null for a name that no file has that is written for it
 */
export function derivedUse(name: string, asked: string): Use | null {
	const {name: stem, ext} = path.parse(asked);
	return usedIn(
		{
			// `a-2.pcap`; of a rotation `a_00001_20260213140501.pcap` and `a_00001_20260213140501-2.pcap`
			has: result =>
				result.length >= asked.length &&
				result.startsWith(stem) &&
				result.endsWith(ext) &&
				/^(_\d{5,10}_\d{1,20})?(-\d{1,4})?$/.test(result.slice(stem.length, result.length - ext.length)),
			hasBeginning: text => stem.startsWith(text) || text.startsWith(stem),
			locked: asked,
		},
		name,
	);
}

function usedIn(names: Names, name: string): Use | null {
	if (names.has(name)) {
		return 'result';
	}
	const written = TEMPORARY.exec(name)?.[1];
	if (written !== undefined) {
		const isOne = Buffer.byteLength(written) < CUT ? names.has(written) : names.hasBeginning(written);
		return isOne ? 'temporary' : null;
	}
	return names.locked !== null && LOCK.exec(name)?.[1] === names.locked ? 'lock' : null;
}
