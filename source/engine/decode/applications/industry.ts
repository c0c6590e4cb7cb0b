/** Protocols of plants, vehicles, power, buildings, meters and clocks; and overlays. */
import {ams} from './ams.js';
import {capwap} from './capwap.js';
import {dlms} from './dlms.js';
import {doip} from './doip.js';
import {hartIp} from './hart-ip.js';
import {iec104} from './iec104.js';
import {greInUdp, mplsInUdp} from './in-udp.js';
import {kip} from './kip.js';
import {lisp} from './lisp.js';
import {omron, omronByPort} from './omron.js';
import {ptp} from './ptp.js';
import type {ApplicationProtocol} from './recognition.js';
import {rtps} from './rtps.js';
import {softether} from './softether.js';
import {someip} from './someip.js';
import {synphasor} from './synphasor.js';
import {tinc} from './tinc.js';

export const INDUSTRY: readonly ApplicationProtocol[] = [
	iec104,
	someip,
	doip,
	ptp,
	rtps,
	kip,
	synphasor,
	hartIp,
	omron,
	ams,
	dlms,
	capwap,
	lisp,
	greInUdp,
	mplsInUdp,
	softether,
	tinc,
	omronByPort,
];
