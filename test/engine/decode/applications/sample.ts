/** How samples of messages are written. */
import {bytesOf} from './helper.js';

export interface Sample {
	label: string;
	source: string;
	over: 6 | 17;
	port: number;
	anyPort: boolean;
	payload: Uint8Array;
	/** Sent before `payload`; each by the end given. */
	before?: readonly {bytes: Uint8Array; direction: 0 | 1}[];
	direction?: 0 | 1;
}

/** Protocol, why it is none, IP protocol number, port, parts as `bytesOf` takes them. */
export type Refusal = readonly [name: string, why: string, over: 6 | 17, port: number, ...parts: string[]];

export const tcp = (label: string, port: number, anyPort: boolean, source: string, ...parts: string[]): Sample => ({
	label,
	source,
	over: 6,
	port,
	anyPort,
	payload: bytesOf(...parts),
});

export const udp = (label: string, port: number, anyPort: boolean, source: string, ...parts: string[]): Sample => ({
	...tcp(label, port, anyPort, source, ...parts),
	over: 17,
});

export const zeros = (count: number): string => '00'.repeat(count);
export const NETBIOS_NAME = "' FHEPFCELEHFCEPFFFACACACACACACABN\0";
