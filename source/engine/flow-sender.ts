/** Sends IPFIX messages to a collector, by UDP or TCP (RFC 7011, section 10), as fast as it can be expected to take them. */
import {createSocket, type Socket as UdpSocket} from 'node:dgram';
import {lookup} from 'node:dns/promises';
import {connect, type Socket as TcpSocket} from 'node:net';
import {NetanalError} from './errors.js';
import type {FlowsOutput} from './options.js';

/** Messages by UDP that go out at once, and milliseconds until the next ones: collectors have small buffers. */
const BURST = 16;
const PAUSE = 5;
/** Milliseconds that a connection may take. */
const PATIENCE = 5000;

export interface FlowSender {
	/** Resolves when the next one can come. */
	send(message: Uint8Array): Promise<void>;
	close(): void;
}

/** @param failed told when the collector takes nothing any more @throws NetanalError CANNOT_CONNECT */
export async function openSender(output: FlowsOutput, failed: (error: NetanalError) => void): Promise<FlowSender> {
	const {host, port, transport = 'udp'} = output;
	const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
	const fail = (error: NodeJS.ErrnoException) =>
		new NetanalError('CANNOT_CONNECT', `cannot send flows to ${where}: ${reason(error)}`, null, error.code);
	try {
		const {address, family} = await lookup(host);
		return transport === 'udp'
			? await udp(address, family, port)
			: await tcp(address, port, error => failed(fail(error)));
	} catch (error) {
		throw fail(error as NodeJS.ErrnoException);
	}
}

async function udp(address: string, family: number, port: number): Promise<FlowSender> {
	const socket: UdpSocket = createSocket(family === 6 ? 'udp6' : 'udp4');
	// Nobody listening is told by ICMP, and no reason to end: a collector may come back.
	socket.on('error', () => {});
	await new Promise<void>(resolve => {
		socket.bind(0, resolve);
	});
	let sent = 0;
	return {
		async send(message) {
			await new Promise<void>(resolve => {
				socket.send(message, port, address, () => resolve());
			});
			if (++sent % BURST === 0) {
				await new Promise(resolve => setTimeout(resolve, PAUSE));
			}
		},
		close: () => void socket.close(),
	};
}

async function tcp(address: string, port: number, failed: (error: Error) => void): Promise<FlowSender> {
	const socket: TcpSocket = connect({host: address, port, timeout: PATIENCE});
	await new Promise<void>((resolve, reject) => {
		socket.once('connect', resolve);
		socket.once('error', reject);
		socket.once('timeout', () => reject(Object.assign(new Error('timeout'), {code: 'ETIMEDOUT'})));
	});
	socket.setTimeout(0);
	let isOpen = true;
	const lost = (error: Error) => {
		if (isOpen) {
			isOpen = false;
			failed(error);
		}
	};
	socket.on('error', lost);
	socket.on('close', () => lost(Object.assign(new Error('closed'), {code: 'ECONNRESET'})));
	return {
		async send(message) {
			if (isOpen) {
				await new Promise<void>(resolve => {
					socket.write(message, () => resolve());
				});
			}
		},
		close() {
			isOpen = false;
			socket.end();
		},
	};
}

function reason({code = '', message}: NodeJS.ErrnoException): string {
	const known: Record<string, string> = {
		ECONNREFUSED: 'nobody listens there',
		ECONNRESET: 'the collector closed the connection',
		EPIPE: 'the collector closed the connection',
		ETIMEDOUT: 'it does not answer',
		EHOSTUNREACH: 'there is no way to it',
		ENETUNREACH: 'there is no way to it',
		ENOTFOUND: 'there is no host of that name',
		EAI_AGAIN: 'the resolver does not answer',
	};
	return known[code] ?? message;
}
