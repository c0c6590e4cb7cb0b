/** The public library: `import {createEngine} from 'netanal-tui'`. */
export * from '../engine/index.js';
export type {Credentials, Tls} from '../fleet/broker/broker.js';
export {
	type BrokerAccess,
	createFleet,
	type FleetEngine,
	type FleetSource,
	type PublishedEngine,
	type PublishOptions,
	publish,
	type Telling,
} from './fleet.js';
