/** Metrics for Prometheus and its like: as text, and served to who scrapes them. */
import type {MetricsOptions, MetricsSource} from './options.js';
import type {MetricsServer} from './server.js';

export type {MetricsOptions, MetricsSource} from './options.js';
export type {MetricsServer} from './server.js';
export {type MetricsFormat, metricsText} from './text.js';

/**
 * Serves `/metrics` by HTTP, in both text formats: each request is answered with the figures of that moment.
 *
 * ```js
 * const server = await serveMetrics(engine, {port: 9464});
 * console.log(server.url);
 * ```
 *
 * @throws NetanalError INVALID_ARGUMENT; CANNOT_LISTEN where the address is taken or not ours
 */
export async function serveMetrics(source: MetricsSource, options: MetricsOptions): Promise<MetricsServer> {
	// Node's HTTP server takes longer to load than all of the engine.
	const {MetricsServer} = await import('./server.js');
	return MetricsServer.listen(source, options);
}
