/** Conversations in the clear with a secret at every place where people put one: what must be in no output. */
import {FrameWriter, type Station, TcpFlag} from '../../source/engine/capture/demo/frames.js';
import {pcapHeader, pcapRecord} from './containers.js';

/** Found again in any case, in hexadecimal and in Base64. */
export const SECRET = 'Canary7Yq2Secret';

const station = (last: number): Station => ({
	mac: Uint8Array.of(2, 0, 0, 0, 0, last),
	ttl: 64,
	v4: Uint8Array.of(192, 0, 2, last),
	v6: Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last),
});

const encoded = Buffer.from(`user:${SECRET}`).toString('base64');

/** Port, then what client and server say in turn. */
const TALKS: readonly (readonly [number, readonly string[]])[] = [
	[
		80,
		[
			`GET /reset?token=${SECRET} HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Basic ${encoded}\r\nCookie: session=${SECRET}\r\nReferer: http://shop.example/${SECRET}\r\nUser-Agent: ${SECRET}\r\n\r\n`,
			`HTTP/1.1 200 OK\r\nSet-Cookie: session=${SECRET}\r\nContent-Length: ${SECRET.length}\r\n\r\n${SECRET}`,
			`POST /login HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Bearer ${SECRET}\r\nContent-Length: 40\r\n\r\npassword=${SECRET}`,
			`HTTP/1.1 302 Found\r\nLocation: /${SECRET}\r\n\r\n`,
		],
	],
	[
		8080,
		[
			`POST http://${'proxy.example'}/ HTTP/1.1\r\nProxy-Authorization: Basic ${encoded}\r\nHost: proxy.example\r\n\r\n${SECRET}`,
		],
	],
	// what is not a name where a name belongs
	[81, [`GET / HTTP/1.1\r\nHost: user:${SECRET}@shop.example\r\n\r\n`, `HTTP/1.1 400 ${SECRET}\r\n\r\n`]],
	[591, [`GET / HTTP/1.1\r\nHost: shop.example\rAuthorization: Bearer ${SECRET}\r\n\r\n`]],
	[8000, [`GET / HTTP/1.1\r\nHost: shop.example/reset?token=${SECRET}\r\n\r\n`]],
	[8008, [`GET / HTTP/1.1\r\nHost: shop.example Cookie: session=${SECRET}\r\n ${SECRET}\r\n\r\n`]],
	[8081, [`CONNECT user:${SECRET}@shop.example:443 HTTP/1.1\r\nHost:\r\n ${SECRET}\r\nHost : ${SECRET}\r\n\r\n`]],
	[21, ['220 ready\r\n', `USER ${SECRET}\r\n`, '331 password\r\n', `PASS ${SECRET}\r\n`, '230 in\r\n']],
	[
		25,
		[
			'220 mail.example ESMTP\r\n',
			'EHLO x\r\n',
			'250 AUTH\r\n',
			`AUTH PLAIN ${encoded}\r\n`,
			'235 in\r\n',
			`${SECRET}\r\n`,
		],
	],
	[110, ['+OK POP3 ready\r\n', `USER ${SECRET}\r\n`, '+OK\r\n', `PASS ${SECRET}\r\n`, '+OK\r\n']],
	[143, ['* OK IMAP4rev1 ready\r\n', `a LOGIN user ${SECRET}\r\n`, 'a OK in\r\n']],
	[6379, [`*2\r\n$4\r\nAUTH\r\n$${SECRET.length}\r\n${SECRET}\r\n`, '+OK\r\n']],
	[23, ['\xff\xfb\x01login: ', `${SECRET}\r\n`, 'Password: ', `${SECRET}\r\n`]],
	[9, [SECRET, SECRET]],
];

const SPEAKS_FIRST = new Set([21, 25, 110, 143, 23]);

/** A pcap of those conversations over IPv4 and IPv6, and datagrams of the same kind. */
export function secretTraffic(): Buffer {
	const frames = new FrameWriter();
	const records: Buffer[] = [];
	const take = () => {
		records.push(pcapRecord('little', 1_700_000_000 + records.length, 0, frames.bytes.slice(0, frames.length)));
	};
	const [client, server] = [station(10), station(20)];
	for (const version of [4, 6] as const) {
		for (const [index, [port, lines]] of TALKS.entries()) {
			const from = 40_000 + index;
			frames.tcp(client, server, version, from, port, 100, 0, TcpFlag.syn);
			take();
			frames.tcp(server, client, version, port, from, 500, 101, TcpFlag.syn | TcpFlag.ack);
			take();
			let [ours, theirs] = [101, 501];
			for (const [turn, line] of lines.entries()) {
				const payload = Buffer.from(line, 'latin1');
				if (SPEAKS_FIRST.has(port) === (turn % 2 === 0)) {
					frames.tcp(server, client, version, port, from, theirs, ours, TcpFlag.psh | TcpFlag.ack, payload);
					theirs += payload.length;
				} else {
					frames.tcp(client, server, version, from, port, ours, theirs, TcpFlag.psh | TcpFlag.ack, payload);
					ours += payload.length;
				}

				take();
			}
		}

		for (const port of [514, 161, 69, 5060, 12_345]) {
			frames.udp(client, server, version, 50_000, port, Buffer.from(`<13>${SECRET} password=${SECRET}\r\n`));
			take();
		}
	}

	return Buffer.concat([pcapHeader('little'), ...records]);
}

/** Where the secret is to be found in a text, in any form that a program could have given it. */
export function findSecret(text: string): string[] {
	const lower = text.toLowerCase();
	const hex = Buffer.from(SECRET).toString('hex');
	const forms: [string, boolean][] = [
		['plain', lower.includes(SECRET.toLowerCase())],
		['reversed', lower.includes([...SECRET.toLowerCase()].reverse().join(''))],
		['hexadecimal', lower.replace(/[\s:\-,]|0x|\\x|\\u00/g, '').includes(hex)],
		['decimal', text.replace(/\s/g, '').includes([...Buffer.from(SECRET)].join(','))],
		...[0, 1, 2].map((shift): [string, boolean] => {
			const base64 = Buffer.from(' '.repeat(shift) + SECRET).toString('base64');
			return ['Base64', text.includes(base64.slice(shift === 0 ? 0 : 4, -4))];
		}),
	];
	return forms.filter(([, found]) => found).map(([form]) => form);
}
