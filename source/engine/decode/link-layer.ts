import {arcnet} from './arcnet.js';
import {LinkType} from './assigned-numbers.js';
import {Link} from './codes.js';
import {erf} from './erf.js';
import {ethernet} from './ethernet.js';
import {llcFrame, proceed} from './ethertype.js';
import {fddi} from './fddi.js';
import {frameRelay} from './frame-relay.js';
import {ciscoHdlc, serialPpp} from './hdlc.js';
import {ipv4} from './ipv4.js';
import {ipv6} from './ipv6.js';
import {juniper} from './juniper.js';
import {loopback} from './loopback.js';
import {mpls} from './mpls.js';
import {nflog} from './nflog.js';
import type {Packet} from './packet.js';
import {isPktap, pktapLength, pktapLinkType} from './pktap.js';
import {ppiLength, ppiLinkType} from './ppi.js';
import {pppoe} from './pppoe.js';
import {avs, prism} from './prism.js';
import {enc, ipnet, pflog, slip, sunAtm, typedHeader} from './pseudo-header.js';
import {radiotap} from './radiotap.js';
import {rawIp} from './raw-ip.js';
import {sll, sll2} from './sll.js';
import {tokenRing} from './token-ring.js';
import {wlan} from './wlan.js';
import {wpan, wpanTap} from './wpan.js';

/**
 * Goes on by link type: LINKTYPE_ values of tcpdump.org/linktypes.html, and the DLT_ values of live handles where they
 * differ. One that is not known stays `other`.
 */
export function linkLayer(packet: Packet, linkType: number, offset: number, limit: number): void {
	switch (linkType) {
		case LinkType.NULL:
			packet.link = Link.null;
			loopback(packet, offset, limit);
			return;
		case LinkType.ETHERNET:
			packet.link = Link.eth;
			ethernet(packet, offset, limit);
			return;
		case LinkType.IEEE802_5:
			packet.link = Link.tokenRing;
			tokenRing(packet, offset, limit);
			return;
		case LinkType.ARCNET_BSD:
		case LinkType.ARCNET_LINUX:
			packet.link = Link.arcnet;
			arcnet(packet, linkType === LinkType.ARCNET_LINUX, offset, limit);
			return;
		case LinkType.SLIP:
			packet.link = Link.slip;
			slip(packet, offset, limit);
			return;
		case LinkType.PPP:
		case LinkType.PPP_HDLC:
			packet.link = Link.ppp;
			serialPpp(packet, offset, limit);
			return;
		case LinkType.PPP_PPPD: // a direction in the place of the address, so the control field may follow alone
			packet.link = Link.ppp;
			serialPpp(packet, offset + 1 < packet.end && packet.bytes[offset + 1] === 0x03 ? offset + 2 : offset + 1, limit);
			return;
		case LinkType.PPP_WITH_DIR:
			packet.link = Link.ppp;
			serialPpp(packet, offset + 1, limit);
			return;
		case LinkType.FDDI:
			packet.link = Link.fddi;
			fddi(packet, offset, limit);
			return;
		case LinkType.DLT_ATM_RFC1483:
		case LinkType.ATM_RFC1483:
			packet.link = Link.atm;
			llcFrame(packet, offset, limit);
			return;
		case LinkType.DLT_RAW:
		case LinkType.DLT_RAW_OPENBSD:
		case LinkType.RAW:
			packet.link = Link.raw;
			rawIp(packet, offset, limit);
			return;
		case LinkType.PPP_ETHER:
			packet.link = Link.pppoe;
			proceed(packet, pppoe(packet, offset, limit), offset, limit);
			return;
		case LinkType.C_HDLC:
		case LinkType.HDLC:
		case LinkType.C_HDLC_WITH_DIR:
			packet.link = Link.chdlc;
			ciscoHdlc(packet, linkType === LinkType.C_HDLC_WITH_DIR ? offset + 1 : offset, limit);
			return;
		case LinkType.IEEE802_11:
			packet.link = Link.wlan;
			wlan(packet, offset, limit, 0);
			return;
		case LinkType.FRELAY:
		case LinkType.FRELAY_WITH_DIR:
			packet.link = Link.fr;
			frameRelay(packet, linkType === LinkType.FRELAY_WITH_DIR ? offset + 1 : offset, limit);
			return;
		case LinkType.LOOP:
			packet.link = Link.loop;
			loopback(packet, offset, limit);
			return;
		case LinkType.DLT_ENC_OPENBSD:
		case LinkType.ENC:
			packet.link = Link.enc;
			enc(packet, offset, limit);
			return;
		case LinkType.LINUX_SLL:
			packet.link = Link.sll;
			sll(packet, offset, limit);
			return;
		case LinkType.PFLOG:
			packet.link = Link.pflog;
			pflog(packet, offset, limit);
			return;
		case LinkType.IEEE802_11_PRISM:
			prism(packet, offset, limit);
			return;
		case LinkType.IP_OVER_FC: // two addresses of 8 bytes before LLC
			packet.link = Link.fibreChannel;
			llcFrame(packet, offset + 16, limit);
			return;
		case LinkType.IEEE802_11_RADIOTAP:
			packet.link = Link.radiotap;
			radiotap(packet, offset, limit);
			return;
		case LinkType.IEEE802_11_AVS:
			avs(packet, offset, limit);
			return;
		case LinkType.LINUX_SLL2:
			packet.link = Link.sll2;
			sll2(packet, offset, limit);
			return;
		case LinkType.IPV4:
			packet.link = Link.raw;
			ipv4(packet, offset, limit);
			return;
		case LinkType.IPV6:
			packet.link = Link.raw;
			ipv6(packet, offset, limit);
			return;
		default:
			lessCommon(packet, linkType, offset, limit);
	}
}

function lessCommon(packet: Packet, linkType: number, offset: number, limit: number): void {
	switch (linkType) {
		case LinkType.DLT_ATM_CLIP:
		case LinkType.ATM_CLIP:
			packet.link = Link.atm;
			if (offset < packet.end && packet.bytes[offset] === 0xaa) {
				llcFrame(packet, offset, limit);
			} else {
				rawIp(packet, offset, limit);
			}
			return;
		case LinkType.SUNATM:
			packet.link = Link.atm;
			sunAtm(packet, offset, limit);
			return;
		case LinkType.APPLE_IP_OVER_IEEE1394: // two addresses of 8 bytes, EtherType
			packet.link = Link.firewire;
			typedHeader(packet, offset, limit, 16, 18);
			return;
		case LinkType.BLUETOOTH_HCI_H4:
		case LinkType.BLUETOOTH_HCI_H4_WITH_PHDR:
		case LinkType.BLUETOOTH_LE_LL:
		case LinkType.BLUETOOTH_LINUX_MONITOR:
		case LinkType.BLUETOOTH_BREDR_BB:
		case LinkType.BLUETOOTH_LE_LL_WITH_PHDR:
			packet.link = Link.bluetooth;
			return;
		case LinkType.USB_FREEBSD:
		case LinkType.USB_LINUX:
		case LinkType.USB_LINUX_MMAPPED:
		case LinkType.USBPCAP:
		case LinkType.USB_DARWIN:
		case LinkType.USB_2_0:
			packet.link = Link.usb;
			return;
		case LinkType.CAN20B:
		case LinkType.CAN_SOCKETCAN:
			packet.link = Link.can;
			return;
		case LinkType.IEEE802_15_4_LINUX:
		case LinkType.IEEE802_15_4_NONASK_PHY:
			packet.link = Link.wpan;
			return;
		case LinkType.IEEE802_15_4_WITHFCS:
		case LinkType.IEEE802_15_4_NOFCS:
			packet.link = Link.wpan;
			wpan(packet, offset, limit, linkType === LinkType.IEEE802_15_4_WITHFCS ? 2 : 0);
			return;
		case LinkType.IEEE802_15_4_TAP:
			packet.link = Link.wpan;
			wpanTap(packet, offset, limit);
			return;
		case LinkType.PPI:
		case LinkType.PKTAP:
			wrapped(packet, linkType, offset, limit);
			return;
		case LinkType.USER2:
			if (isPktap(packet, offset, limit)) {
				wrapped(packet, LinkType.PKTAP, offset, limit);
			} else {
				packet.link = Link.other;
			}
			return;
		case LinkType.JUNIPER_ETHER:
		case LinkType.JUNIPER_PPP:
		case LinkType.JUNIPER_FRELAY:
		case LinkType.JUNIPER_CHDLC:
			packet.link = Link.juniper;
			juniper(packet, linkType, offset, limit);
			return;
		case LinkType.ERF:
			packet.link = Link.erf;
			erf(packet, offset, limit);
			return;
		case LinkType.MPLS:
			packet.link = Link.mpls;
			proceed(packet, mpls(packet, offset, limit), offset, limit);
			return;
		case LinkType.IPNET:
			packet.link = Link.ipnet;
			ipnet(packet, offset, limit);
			return;
		case LinkType.NFLOG:
			packet.link = Link.nflog;
			nflog(packet, offset, limit);
			return;
		case LinkType.NETANALYZER: // 4 bytes before the frame; the transparent kind has the preamble too
		case LinkType.NETANALYZER_TRANSPARENT:
			packet.link = Link.netanalyzer;
			ethernet(packet, linkType === LinkType.NETANALYZER ? offset + 4 : offset + 12, limit);
			return;
		case LinkType.IPOIB: // global routing header, EtherType, reserved
			packet.link = Link.infiniband;
			typedHeader(packet, offset, limit, 40, 44);
			return;
		case LinkType.NETLINK:
			packet.link = Link.netlink;
			return;
		case LinkType.EPON: // 8 bytes of preamble before the frame
		case LinkType.ETHERNET_MPACKET:
			packet.link = Link.eth;
			ethernet(packet, offset + 8, limit);
			return;
		case LinkType.DSA_TAG_BRCM: // four bytes between the addresses and the EtherType
		case LinkType.DSA_TAG_DSA:
			packet.link = Link.dsa;
			typedHeader(packet, offset, limit, 16, 18);
			return;
		case LinkType.DSA_TAG_BRCM_PREPEND: // four bytes before the frame
			packet.link = Link.dsa;
			ethernet(packet, offset + 4, limit);
			return;
		case LinkType.DSA_TAG_EDSA: // an EtherType of its own, two reserved bytes and the tag
			packet.link = Link.dsa;
			typedHeader(packet, offset, limit, 20, 22);
			return;
		default:
			packet.link = Link.other;
	}
}

/** A header that says which link type is behind it; it does not nest. */
function wrapped(packet: Packet, linkType: number, offset: number, limit: number): void {
	const ppi = linkType === LinkType.PPI;
	const length = ppi ? ppiLength(packet, offset, limit) : pktapLength(packet, offset, limit);
	if (length !== 0) {
		const inner = ppi ? ppiLinkType(packet, offset) : pktapLinkType(packet, offset);
		if (inner !== LinkType.PPI && inner !== LinkType.PKTAP) {
			linkLayer(packet, inner, offset + length, limit);
		}
	}
	packet.link = ppi ? Link.ppi : Link.pktap;
}
