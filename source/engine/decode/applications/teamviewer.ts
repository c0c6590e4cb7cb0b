/**
 * TeamViewer over TCP, on its port, by the numbers that begin each message: 17 24 as an analysis of version 7 has it (Optiv, "TeamViewer
 * authentication protocol", 2013), 11 30 as a public capture and bettercap's parser have it. Wireshark knows it not; the name is the product's.
 *
 * | offset | field                                            |
 * |--------|--------------------------------------------------|
 * | 0      | port 5938: 17 24, or 11 30 of another version    |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const NUMBERS = [0x1724, 0x1130];
const HEADER = 16;

export const teamviewer: ApplicationProtocol = {
	name: 'teamviewer',
	over: [IpProtocol.TCP],
	ports: [5938],
	portsOnly: true,
	firstBytes: [0x11, 0x17],
	recognise({bytes, start, end}) {
		return end - start >= HEADER && NUMBERS.includes(u16(bytes, start)) ? Verdict.yes : Verdict.no;
	},
};
