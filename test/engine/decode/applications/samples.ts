/** A payload of each protocol that is told by it alone, in one list. */
import {CALL_SAMPLES} from './call-samples.js';
import {CARRIER_SAMPLES} from './carrier-samples.js';
import {FURTHER_SAMPLES} from './further-samples.js';
import {INDUSTRY_SAMPLES} from './industry-samples.js';
import {LOCAL_SAMPLES} from './local-samples.js';
import {PEER_SAMPLES} from './peer-samples.js';
import type {Sample} from './sample.js';
import {SERVER_SAMPLES} from './server-samples.js';
import {SAMPLES as SERVICE_SAMPLES} from './service-samples.js';

export const SAMPLES: readonly Sample[] = [
	...SERVICE_SAMPLES,
	...FURTHER_SAMPLES,
	...SERVER_SAMPLES,
	...INDUSTRY_SAMPLES,
	...LOCAL_SAMPLES,
	...PEER_SAMPLES,
	...CALL_SAMPLES,
	...CARRIER_SAMPLES,
];
