/**
 * Internationalised names as people read them (RFC 5891), where that cannot mislead: labels of one script, of letters that no Latin
 * ones look like. Every other label stays in its ASCII form, `xn--…`.
 */
import {domainToASCII, domainToUnicode} from 'node:url';

const PREFIX = /(?:^|\.)xn--/i;
/** The scripts of one language each: a label is in one of these lines. UTS 39's "highly restrictive" level, without Latin beside others. */
const SCRIPTS: readonly RegExp[] = [
	// the letters of European languages and Vietnamese, but for those that look like ASCII ones
	/^[a-z0-9\-\u00df-\u00f6\u00f8-\u0130\u0132-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u017e\u01a1\u01b0\u0219\u021b\u1ea0-\u1ef9]+$/u,
	/^[\p{Script=Cyrillic}0-9-]+$/u,
	/^[\p{Script=Greek}0-9-]+$/u,
	/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー0-9-]+$/u,
	/^[\p{Script=Han}\p{Script=Hangul}0-9-]+$/u,
	/^[\p{Script=Han}\p{Script=Bopomofo}0-9-]+$/u,
	...['Arabic', 'Hebrew', 'Devanagari', 'Thai', 'Georgian', 'Armenian', 'Bengali', 'Tamil'].map(
		script => new RegExp(`^[\\p{Script=${script}}0-9-]+$`, 'u'),
	),
];
/** Cyrillic and Greek letters that pass for Latin ones: a name of nothing else is a forgery more often than a word. */
const LOOK_ALIKE = /^[асԁеһіјӏорԛѕԝхуьҽпгѵѡкмтвнԍзαγηικνοπρτυχω0-9-]+$/u;

/** @param name as on the network. @returns the same where nothing of it is encoded, or may be shown */
export function readableName(name: string): string {
	return PREFIX.test(name) ? name.split('.').map(readableLabel).join('.') : name;
}

function readableLabel(label: string): string {
	if (!/^xn--/i.test(label)) {
		return label;
	}
	const unicode = domainToUnicode(label);
	const isHonest =
		unicode !== '' &&
		domainToASCII(unicode) === label.toLowerCase() &&
		SCRIPTS.some(script => script.test(unicode)) &&
		!LOOK_ALIKE.test(unicode);
	return isHonest ? unicode : label;
}
