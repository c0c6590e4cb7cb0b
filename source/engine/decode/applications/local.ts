/** Protocols of homes and offices: who is there, what to print on, which door to open, what to play and wake. */
import {bjnp} from './bjnp.js';
import {lsd} from './lsd.js';
import {natPmp} from './nat-pmp.js';
import type {ApplicationProtocol} from './recognition.js';
import {spotify} from './spotify.js';
import {srvloc} from './srvloc.js';
import {steam} from './steam.js';
import {syncthing} from './syncthing.js';
import {tivoconnect} from './tivoconnect.js';
import {tplink} from './tplink.js';
import {tuya} from './tuya.js';
import {ubdp} from './ubdp.js';
import {wol} from './wol.js';
import {wsd} from './wsd.js';

export const LOCAL: readonly ApplicationProtocol[] = [
	spotify,
	tuya,
	bjnp,
	lsd,
	wol,
	syncthing,
	tivoconnect,
	steam,
	srvloc,
	wsd,
	natPmp,
	tplink,
	ubdp,
];
