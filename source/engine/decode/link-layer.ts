import {arcnet} from './arcnet.js';
import {Link} from './codes.js';
import {erf} from './erf.js';
import {ethernet} from './ethernet.js';
import {llcFrame, proceed} from './ethertype.js';
import {fddi} from './fddi.js';
import {frameRelay} from './frame-relay.js';
import {ciscoHdlc, serialPpp} from './hdlc.js';
import {ipv4} from './ipv4.js';
import {ipv6} from './ipv6.js';
import {loopback} from './loopback.js';
import {mpls} from './mpls.js';
import {nflog} from './nflog.js';
import type {Packet} from './packet.js';
import {pktapLength, pktapLinkType} from './pktap.js';
import {ppiLength, ppiLinkType} from './ppi.js';
import {pppoe} from './pppoe.js';
import {avs, prism} from './prism.js';
import {enc, ipnet, pflog, slip, sunAtm, typedHeader} from './pseudo-header.js';
import {radiotap} from './radiotap.js';
import {rawIp} from './raw-ip.js';
import {sll, sll2} from './sll.js';
import {tokenRing} from './token-ring.js';
import {wlan} from './wlan.js';

/**
 * Goes on by link type: LINKTYPE_ values of tcpdump.org/linktypes.html, and the DLT_ values of live handles where they
 * differ. One that is not known stays `other`.
 */
export function linkLayer(packet: Packet, linkType: number, offset: number, limit: number): void {
	switch (linkType) {
		case 0:
			packet.link = Link.null;
			loopback(packet, offset, limit);
			return;
		case 1:
			packet.link = Link.eth;
			ethernet(packet, offset, limit);
			return;
		case 6:
			packet.link = Link.tokenRing;
			tokenRing(packet, offset, limit);
			return;
		case 7:
		case 129:
			packet.link = Link.arcnet;
			arcnet(packet, linkType === 129, offset, limit);
			return;
		case 8:
			packet.link = Link.slip;
			slip(packet, offset, limit);
			return;
		case 9: // PPP
		case 50: // PPP_HDLC
			packet.link = Link.ppp;
			serialPpp(packet, offset, limit);
			return;
		case 166: // PPP_PPPD: a direction in the place of the address, so the control field may follow alone
			packet.link = Link.ppp;
			serialPpp(packet, offset + 1 < packet.end && packet.bytes[offset + 1] === 0x03 ? offset + 2 : offset + 1, limit);
			return;
		case 204: // PPP_WITH_DIR
			packet.link = Link.ppp;
			serialPpp(packet, offset + 1, limit);
			return;
		case 10:
			packet.link = Link.fddi;
			fddi(packet, offset, limit);
			return;
		case 11: // ATM_RFC1483
		case 100:
			packet.link = Link.atm;
			llcFrame(packet, offset, limit);
			return;
		case 12: // RAW
		case 14:
		case 101:
			packet.link = Link.raw;
			rawIp(packet, offset, limit);
			return;
		case 51: // PPP_ETHER
			packet.link = Link.pppoe;
			proceed(packet, pppoe(packet, offset, limit), offset, limit);
			return;
		case 104: // C_HDLC
		case 112: // HDLC
		case 205: // C_HDLC_WITH_DIR
			packet.link = Link.chdlc;
			ciscoHdlc(packet, linkType === 205 ? offset + 1 : offset, limit);
			return;
		case 105:
			packet.link = Link.wlan;
			wlan(packet, offset, limit, 0);
			return;
		case 107: // FRELAY
		case 206: // FRELAY_WITH_DIR
			packet.link = Link.fr;
			frameRelay(packet, linkType === 206 ? offset + 1 : offset, limit);
			return;
		case 108:
			packet.link = Link.loop;
			loopback(packet, offset, limit);
			return;
		case 13: // ENC on OpenBSD
		case 109:
			packet.link = Link.enc;
			enc(packet, offset, limit);
			return;
		case 113:
			packet.link = Link.sll;
			sll(packet, offset, limit);
			return;
		case 117:
			packet.link = Link.pflog;
			pflog(packet, offset, limit);
			return;
		case 119:
			prism(packet, offset, limit);
			return;
		case 122: // IP_OVER_FC: two addresses of 8 bytes before LLC
			packet.link = Link.fibreChannel;
			llcFrame(packet, offset + 16, limit);
			return;
		case 127:
			packet.link = Link.radiotap;
			radiotap(packet, offset, limit);
			return;
		case 163:
			avs(packet, offset, limit);
			return;
		case 276:
			packet.link = Link.sll2;
			sll2(packet, offset, limit);
			return;
		case 228:
			packet.link = Link.raw;
			ipv4(packet, offset, limit);
			return;
		case 229:
			packet.link = Link.raw;
			ipv6(packet, offset, limit);
			return;
		default:
			lessCommon(packet, linkType, offset, limit);
	}
}

function lessCommon(packet: Packet, linkType: number, offset: number, limit: number): void {
	switch (linkType) {
		case 19: // ATM_CLIP
		case 106:
			packet.link = Link.atm;
			if (offset < packet.end && packet.bytes[offset] === 0xaa) {
				llcFrame(packet, offset, limit);
			} else {
				rawIp(packet, offset, limit);
			}
			return;
		case 123:
			packet.link = Link.atm;
			sunAtm(packet, offset, limit);
			return;
		case 138: // APPLE_IP_OVER_IEEE1394: two addresses of 8 bytes, EtherType
			packet.link = Link.firewire;
			typedHeader(packet, offset, limit, 16, 18);
			return;
		case 187: // BLUETOOTH_HCI_H4
		case 201: // BLUETOOTH_HCI_H4_WITH_PHDR
		case 251: // BLUETOOTH_LE_LL
		case 254: // BLUETOOTH_LINUX_MONITOR
		case 255: // BLUETOOTH_BREDR_BB
		case 256: // BLUETOOTH_LE_LL_WITH_PHDR
			packet.link = Link.bluetooth;
			return;
		case 186: // USB_FREEBSD
		case 189: // USB_LINUX
		case 220: // USB_LINUX_MMAPPED
		case 249: // USBPCAP
		case 266: // USB_DARWIN
		case 288: // USB_2_0
			packet.link = Link.usb;
			return;
		case 190: // CAN20B
		case 227: // CAN_SOCKETCAN
			packet.link = Link.can;
			return;
		case 191: // IEEE802_15_4 in its kinds
		case 195:
		case 215:
		case 230:
		case 283:
			packet.link = Link.wpan;
			return;
		case 192:
		case 258:
			wrapped(packet, linkType, offset, limit);
			return;
		case 197:
			packet.link = Link.erf;
			erf(packet, offset, limit);
			return;
		case 219:
			packet.link = Link.mpls;
			proceed(packet, mpls(packet, offset, limit), offset, limit);
			return;
		case 226:
			packet.link = Link.ipnet;
			ipnet(packet, offset, limit);
			return;
		case 239:
			packet.link = Link.nflog;
			nflog(packet, offset, limit);
			return;
		case 240: // NETANALYZER: 4 bytes before the frame; the transparent kind has the preamble too
		case 241:
			packet.link = Link.netanalyzer;
			ethernet(packet, linkType === 240 ? offset + 4 : offset + 12, limit);
			return;
		case 242: // IPOIB: global routing header, EtherType, reserved
			packet.link = Link.infiniband;
			typedHeader(packet, offset, limit, 40, 44);
			return;
		case 253:
			packet.link = Link.netlink;
			return;
		case 259: // EPON and ETHERNET_MPACKET: 8 bytes of preamble before the frame
		case 274:
			packet.link = Link.eth;
			ethernet(packet, offset + 8, limit);
			return;
		case 281: // DSA_TAG_BRCM and DSA_TAG_DSA: four bytes between the addresses and the EtherType
		case 284:
			packet.link = Link.dsa;
			typedHeader(packet, offset, limit, 16, 18);
			return;
		case 282: // DSA_TAG_BRCM_PREPEND: four bytes before the frame
			packet.link = Link.dsa;
			ethernet(packet, offset + 4, limit);
			return;
		case 285: // DSA_TAG_EDSA: an EtherType of its own, two reserved bytes and the tag
			packet.link = Link.dsa;
			typedHeader(packet, offset, limit, 20, 22);
			return;
		default:
			packet.link = Link.other;
	}
}

/** A header that says which link type is behind it; it does not nest. */
function wrapped(packet: Packet, linkType: number, offset: number, limit: number): void {
	const ppi = linkType === 192;
	const length = ppi ? ppiLength(packet, offset, limit) : pktapLength(packet, offset, limit);
	if (length !== 0) {
		const inner = ppi ? ppiLinkType(packet, offset) : pktapLinkType(packet, offset);
		if (inner !== 192 && inner !== 258) {
			linkLayer(packet, inner, offset + length, limit);
		}
	}
	packet.link = ppi ? Link.ppi : Link.pktap;
}
