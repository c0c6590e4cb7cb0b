/** What a host is called, and where each name was learnt: as its details are told. */
import {expect, it} from 'vitest';
import {ReportItems} from '../../../../source/engine/collector/report-items.js';
import {aboutHost} from '../../../../source/engine/collector/rows/about-host.js';
import type {Identity} from '../../../../source/engine/identity/identity.js';
import type {AboutHost} from '../../../../source/engine/rows.js';
import {clientHello, cryptoFrame, quicInitial, tlsRecords} from '../../decode/applications/messages.js';
import {ACK, addressOf, question, tcp, udp, watched} from '../health/frames.js';

const [CLIENT, SERVER, RESOLVER] = [1, 2, 3];

/** A segment to a port of the server, from a port of its own each. */
let nextPort = 2000;
function segment(port: number, payload: Uint8Array): string {
	const length = (40 + payload.length).toString(16).padStart(4, '0');
	const header = tcp(CLIENT, nextPort++, SERVER, port, ACK).replace('45 00 0028', `45 00 ${length}`);
	return header + Buffer.from(payload).toString('hex');
}
const http = (host: string) => segment(80, Buffer.from(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
const tls = (name: string) => segment(443, tlsRecords(clientHello(name)));
const quic = (name: string) =>
	udp(CLIENT, nextPort++, SERVER, 443, Buffer.from(quicInitial(cryptoFrame(0, clientHello(name)))).toString('hex'));
/** An answer by which the server has this name (RFC 1035 §4.1.3). */
const dns = (name: string, port = 53) =>
	udp(
		RESOLVER,
		port,
		CLIENT,
		3000,
		`0001 8180 0001 0001 0000 0000 ${question(name)} c00c 0001 0001 00000e10 0004 0a000002`,
	);

function named() {
	const {analyzer, at} = watched();
	const names = (host: number, identity: Identity | null = null): AboutHost['names'] => {
		analyzer.batch.flush();
		analyzer.tables.flush();
		const items = new ReportItems(analyzer, identity);
		const rows = Array.from({length: analyzer.tables.endpoints.rows}, (_, row) => row);
		return aboutHost(analyzer, rows.find(row => items.endpoint(row).address === addressOf(host))!, items).names;
	};
	return {analyzer, at, names};
}

it('a host has the name that was learnt last, and the newest of each protocol in which others named it', () => {
	const {at, names} = named();
	at(0, http('old.example'), http('web.example'), tls('old.tls.example'), tls('shop.example'), dns('host.example'));
	expect(names(SERVER)).toEqual([
		{name: 'host.example', source: 'dns'},
		{name: 'shop.example', source: 'tls'},
		{name: 'web.example', source: 'http'},
	]);
	// it is those who named it, and a resolver, that have none
	expect([names(CLIENT), names(RESOLVER)]).toEqual([[], []]);
});

it('the name that the lists have is first, and four are told at most', () => {
	const {at, names} = named();
	const identity = {hostName: () => 'own.example', of: () => ({}), service: () => ({})} as unknown as Identity;
	at(0, http('web.example'), tls('shop.example'), quic('quick.example'), dns('host.example'));
	expect(names(SERVER, identity)).toEqual([
		{name: 'own.example', source: 'hosts'},
		{name: 'host.example', source: 'dns'},
		{name: 'quick.example', source: 'quic'},
		{name: 'shop.example', source: 'tls'},
	]);
});

it('an address is none, and one that the system was asked for says so', () => {
	const {analyzer, at, names} = named();
	at(0, http('10.0.0.2:80'));
	expect(names(SERVER)).toEqual([]);
	analyzer.names.name(4, 0, 0, 0, 0x0a00_0002, 'asked.example', 'ptr');
	expect(names(SERVER)).toEqual([{name: 'asked.example', source: 'ptr'}]);
});
