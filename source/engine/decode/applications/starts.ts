/** Protocols that begin with a text of their own, which nothing else begins with. */
import {hasText, initials} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

/** @param texts four letters or more, of which the payload begins with one, on any port */
export function beginsWith(
	name: string,
	over: readonly number[],
	ports: readonly number[],
	texts: readonly string[],
): ApplicationProtocol {
	return {
		name,
		over,
		ports,
		firstBytes: initials(...texts),
		recognise({bytes, start, end}) {
			for (const text of texts) {
				if (hasText(bytes, start, end, text)) {
					return Verdict.yes;
				}
			}
			return Verdict.no;
		},
	};
}
