/** The codes that the header of a DNS answer can have: RFC 6895 §2.3, as Wireshark has them in short. */
export const CODES = [
	...['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'YXDOMAIN', 'YXRRSET', 'NXRRSET'],
	...['NOTAUTH', 'NOTZONE', 'DSOTYPENI', 'RCODE12', 'RCODE13', 'RCODE14', 'RCODE15'],
] as const;
export const NOERROR = 0;
export const NXDOMAIN = 3;

/** @param code 0…15 */
export const codeName = (code: number): string => CODES[code];
