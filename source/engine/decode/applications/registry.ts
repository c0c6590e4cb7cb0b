/** Every application protocol, one file each. Where several would say yes, the one listed first wins. */

// Names, addresses, security and web
import {dhcp} from './dhcp.js';
import {dhcpv6} from './dhcpv6.js';
import {dns} from './dns.js';
import {dtls} from './dtls.js';
import {gquic} from './gquic.js';
import {http} from './http.js';
import {http2} from './http2.js';
import {llmnr} from './llmnr.js';
import {mdns} from './mdns.js';
import {nbns} from './nbns.js';
import {ntp} from './ntp.js';
import {openvpn} from './openvpn.js';
import {quic} from './quic.js';
import type {ApplicationProtocol} from './recognition.js';
import {rtcp} from './rtcp.js';
import {rtp} from './rtp.js';
import {SERVICES} from './services.js';
import {sip} from './sip.js';
import {ssdp} from './ssdp.js';
import {ssh} from './ssh.js';
import {stun} from './stun.js';
import {tls} from './tls.js';
import {wireguard} from './wireguard.js';

export const PROTOCOLS: readonly ApplicationProtocol[] = [
	// Names, addresses, security and web
	...[
		tls,
		http,
		http2,
		ssh,
		dns,
		mdns,
		llmnr,
		nbns,
		dhcp,
		dhcpv6,
		ntp,
		ssdp,
		quic,
		gquic,
		dtls,
		sip,
		stun,
		wireguard,
		openvpn,
	],

	// Mail, files, databases, control and the rest
	...SERVICES,

	// Heuristics of last resort: little structure, so all others are asked before them
	rtcp,
	rtp,
];
