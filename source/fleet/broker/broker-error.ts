/** What a broker's client threw, as an error of ours. */
import {NetanalError} from '../../engine/errors.js';
import {hostOf} from './url.js';

/** What the client says of a refusal, and what that is in words; to be read after `HOST:PORT`. The first that fits holds. */
export type Refusals = readonly (readonly [says: RegExp, words: (text: string) => string])[];

export const REFUSED_CREDENTIALS = (text: string) => `refuses these credentials: ${text} (see --credentials)`;

export const oneLine = ({message}: Error) => message.replaceAll(/\s+/g, ' ');

/** What is no refusal is that the broker is not reached. */
export function brokerError(error: Error, url: URL, refusals: Refusals): NetanalError {
	if (error instanceof NetanalError) {
		return error;
	}
	const text = oneLine(error);
	const refusal = refusals.find(([says]) => says.test(`${error.name} ${text}`));
	return refusal === undefined
		? new NetanalError('BROKER_UNREACHABLE', `${hostOf(url)} cannot be reached: ${text}`)
		: new NetanalError('BROKER_REFUSED', `${hostOf(url)} ${refusal[1](text)}`);
}
