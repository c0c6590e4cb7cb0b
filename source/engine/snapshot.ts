// biome-ignore-all assist/source/organizeImports: the library's reference has the types in this order
/**
 * The types of everything that leaves the engine, and all that others import of them. The JSON Schema is read from the files that stand here
 * (scripts/schema.js).
 */
export * from './snapshot/capture.js';
export * from './snapshot/endpoint.js';
export * from './snapshot/flow.js';
export * from './snapshot/process.js';
export * from './snapshot/traffic.js';
export * from './snapshot/interface.js';
export * from './snapshot/trouble.js';
export * from './snapshot/health.js';
export * from './snapshot/job.js';
export * from './snapshot/fleet.js';
export * from './snapshot/whole.js';
export * from './snapshot/alert.js';
export * from './snapshot/packet.js';
