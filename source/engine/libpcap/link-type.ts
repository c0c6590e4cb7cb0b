/**
 * libpcap's DLT_ values, which a handle speaks, and LINKTYPE_ values, which files and our decoder speak. They differ in a
 * few numbers only; see https://www.tcpdump.org/linktypes.html.
 */
const DLT_ATM_RFC1483 = 11;
const DLT_RAW = process.platform === 'openbsd' ? 14 : 12;
const LINKTYPE_ATM_RFC1483 = 100;
const LINKTYPE_RAW = 101;

export function linkTypeOfDlt(dlt: number): number {
	if (dlt === DLT_RAW) {
		return LINKTYPE_RAW;
	}
	if (dlt === DLT_ATM_RFC1483) {
		return LINKTYPE_ATM_RFC1483;
	}
	return dlt;
}

export function dltOfLinkType(linkType: number): number {
	if (linkType === LINKTYPE_RAW) {
		return DLT_RAW;
	}
	if (linkType === LINKTYPE_ATM_RFC1483) {
		return DLT_ATM_RFC1483;
	}
	return linkType;
}
