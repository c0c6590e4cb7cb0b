/** What every network says without anyone asking: address resolution, leases, time, discovery, pings. */
import {EtherType} from '../../decode/assigned-numbers.js';
import {group, type Host} from './hosts.js';
import {arp, dhcp, echo, mdnsAnnouncement, mdnsQuery, neighbour, ntp, ssdpSearch} from './payloads.js';
import type {Activity, Scene} from './scene.js';

const MILLISECOND = 1e6;
const SECOND = 1e9;

const BROADCAST = group([255, 255, 255, 255]);
const MDNS = group([224, 0, 0, 251]);
const SSDP = group([239, 255, 255, 250]);
const UNSPECIFIED = new Uint8Array(4);

export function* resolveAddress(scene: Scene): Activity {
	const {gateway} = scene.network;
	const client = scene.client();
	scene.ethernet(client, BROADCAST, EtherType.ARP, arp(1, client, gateway));
	yield 0.4 * MILLISECOND;
	scene.ethernet(gateway, client, EtherType.ARP, arp(2, gateway, client));
}

export function* resolveNeighbour(scene: Scene): Activity {
	const {gateway} = scene.network;
	const client = scene.client();
	// RFC 4291 § 2.7.1: the solicited-node group of the address asked for.
	const asked = group([0, 0, 0, 0], [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0xff, ...gateway.v6.slice(13)]);
	scene.icmp(client, asked, 6, neighbour(135, gateway, client), 255);
	yield 0.5 * MILLISECOND;
	scene.icmp(gateway, client, 6, neighbour(136, gateway, gateway), 255);
}

export function* lease(scene: Scene): Activity {
	const {gateway} = scene.network;
	const client = scene.client();
	const transaction = scene.random.word();
	scene.udp({...client, v4: UNSPECIFIED}, BROADCAST, 4, 68, 67, dhcp(3, transaction, client, gateway, client.name));
	yield 3 * MILLISECOND;
	scene.udp(gateway, client, 4, 67, 68, dhcp(5, transaction, client, gateway, client.name));
}

export function* time(scene: Scene): Activity {
	const {gateway} = scene.network;
	const client = scene.client();
	scene.udp(client, gateway, 4, 123, 123, ntp(3, scene.random));
	yield 2 * MILLISECOND;
	scene.udp(gateway, client, 4, 123, 123, ntp(4, scene.random));
}

export function* announce(scene: Scene): Activity {
	const {printer, nas} = scene.network;
	say(scene, scene.client(), mdnsQuery('_ipp._tcp.local'));
	for (const host of [printer, nas, scene.client()]) {
		yield scene.random.between(5, 120) * MILLISECOND;
		say(scene, host, mdnsAnnouncement(host.name, host.v4));
	}
}

/** RFC 6762 § 11: with a time to live of 255, which shows that no router passed it on. */
function say(scene: Scene, host: Host, message: Uint8Array): void {
	scene.udp({...host, ttl: 255}, MDNS, 4, 5353, 5353, message);
}

export function* discover(scene: Scene): Activity {
	const client = scene.client();
	const port = scene.ephemeralPort();
	for (let attempt = 0; attempt < 3; attempt++) {
		scene.udp(client, SSDP, 4, port, 1900, ssdpSearch());
		yield 100 * MILLISECOND;
	}
}

/** Echo requests, one a second; now and then one is lost. */
export function* ping(scene: Scene): Activity {
	const {random} = scene;
	const client = scene.client();
	const server: Host = random.chance(0.4) ? scene.network.gateway : scene.server();
	const version = scene.version(server);
	const identifier = random.between(1, 0xffff);
	for (let sequence = 1, last = random.between(4, 20); sequence <= last; sequence++) {
		scene.icmp(client, server, version, echo(version === 4 ? 8 : 128, identifier, sequence));
		yield random.between(5, 60) * MILLISECOND;
		if (!random.chance(0.05)) {
			scene.icmp(server, client, version, echo(version === 4 ? 0 : 129, identifier, sequence));
		}
		yield SECOND;
	}
}
