/** Answers who scrapes: one path, two methods, nothing that a request says is kept. */
import {createHash, timingSafeEqual} from 'node:crypto';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {type AddressInfo, isIP} from 'node:net';
import {checkMetrics} from '../check-options.js';
import {NetanalError} from '../errors.js';
import type {Snapshot} from '../snapshot.js';
import type {MetricsOptions, MetricsSource} from './options.js';
import {CONTENT_TYPE, metricsText, negotiate} from './text.js';

const LOOPBACK = '127.0.0.1';
/** Scrapers are few; who opens more connections waits. */
const MOST_CONNECTIONS = 32;
/** Milliseconds that a request may take to arrive. */
const PATIENCE = 5000;

export class MetricsServer implements AsyncDisposable {
	readonly #server: Server;
	readonly #source: MetricsSource;
	readonly #top: number;
	readonly #token: Buffer | null;
	readonly #host: string;
	/** All who ask while one snapshot is made get that one. */
	#snapshot: Promise<Snapshot> | null = null;

	private constructor(source: MetricsSource, {host = LOOPBACK, token, top = 0}: MetricsOptions) {
		this.#source = source;
		this.#top = top;
		this.#token = token === undefined ? null : digest(token);
		this.#host = host;
		this.#server = createServer({headersTimeout: PATIENCE, requestTimeout: PATIENCE}, (request, response) => {
			void this.#answer(request, response);
		});
		this.#server.maxConnections = MOST_CONNECTIONS;
	}

	/** @throws NetanalError INVALID_ARGUMENT, CANNOT_LISTEN */
	static async listen(source: MetricsSource, options: MetricsOptions): Promise<MetricsServer> {
		checkMetrics(source, options);
		const server = new MetricsServer(source, options);
		await new Promise<void>((resolve, reject) => {
			server.#server.once('error', error => reject(cannotListen(server.#host, options.port, error)));
			server.#server.listen(options.port, server.#host, resolve);
		});
		return server;
	}

	/** What a scraper asks, e.g. `http://127.0.0.1:9464/metrics`. */
	get url(): string {
		const {address, port} = this.#server.address() as AddressInfo;
		return `http://${inUrl(address)}:${port}/metrics`;
	}

	/** Answers nobody any more, and resolves when the port is free. */
	async close(): Promise<void> {
		await new Promise<void>(resolve => {
			this.#server.close(() => resolve());
			this.#server.closeAllConnections();
		});
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const refusal = this.#refusal(request);
		if (refusal !== null) {
			const [status, words, headers] = refusal;
			response.writeHead(status, {'content-type': 'text/plain; charset=utf-8', ...headers}).end(`${words}\n`);
			return;
		}
		try {
			const format = negotiate(request.headers.accept);
			const text = metricsText(await this.#figures(), format, this.#top);
			response.writeHead(200, {'content-type': CONTENT_TYPE[format], vary: 'accept'}).end(text);
		} catch {
			response.writeHead(503, {'content-type': 'text/plain; charset=utf-8'}).end('there are no figures yet\n');
		}
	}

	/** Why a request is not answered: status, words, further headers; null when it is. */
	#refusal({url = '', method = '', headers}: IncomingMessage): [number, string, Record<string, string>?] | null {
		if (isLoopback(this.#host) && this.#token === null && !isLocal(headers.host ?? '')) {
			// A page in a browser on this machine may call any name its own, and ask us by it.
			return [421, `ask for it by an address, or by localhost, not as '${headers.host}'`];
		}
		if (this.#token !== null && !this.#isAllowed(headers.authorization ?? '')) {
			return [401, 'the bearer token is missing or another one', {'www-authenticate': 'Bearer'}];
		}
		if (url.split('?')[0] !== '/metrics') {
			return [404, 'what there is is /metrics'];
		}
		return method === 'GET' || method === 'HEAD' ? null : [405, 'it can be read only', {allow: 'GET, HEAD'}];
	}

	#isAllowed(authorization: string): boolean {
		const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
		return token !== undefined && this.#token !== null && timingSafeEqual(digest(token), this.#token);
	}

	#figures(): Promise<Snapshot> {
		this.#snapshot ??= this.#source.snapshot(this.#top, 0).finally(() => {
			this.#snapshot = null;
		});
		return this.#snapshot;
	}
}

/** As long for any token, so that comparing tells nothing of it. */
function digest(token: string): Buffer {
	return createHash('sha256').update(token).digest();
}

/** A host as it stands before `:PORT`. */
function inUrl(host: string): string {
	return isIP(host) === 6 ? `[${host}]` : host;
}

/** Whether a `Host` header names us by an address, or as the machine names itself. */
function isLocal(header: string): boolean {
	const name = header.replace(/:\d+$/, '').toLowerCase();
	return name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}

/** Whether only this machine can reach it. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function cannotListen(host: string, port: number, {code = '', message}: NodeJS.ErrnoException): NetanalError {
	const where = `cannot serve metrics on ${inUrl(host)}:${port}`;
	const why: Record<string, string> = {
		EADDRINUSE: 'the port is taken; take another one',
		EACCES: 'permission denied; take a port above 1023',
		EADDRNOTAVAIL: 'this machine has no such address; ip address lists them',
		ENOTFOUND: 'there is no host of that name',
	};
	return new NetanalError('CANNOT_LISTEN', `${where}: ${why[code] ?? message}`, null, code);
}
