/** Protocols of calls, chats, desktops far away and games. */
import {a2s} from './a2s.js';
import {discord} from './discord.js';
import {h323, ras} from './h323.js';
import {iax2} from './iax2.js';
import {mgcp} from './mgcp.js';
import {mumble} from './mumble.js';
import {oicq} from './oicq.js';
import {photon} from './photon.js';
import {raknet} from './raknet.js';
import {rdpudp} from './rdpudp.js';
import type {ApplicationProtocol} from './recognition.js';
import {skinny} from './skinny.js';
import {teamviewer} from './teamviewer.js';
import {telegram} from './telegram.js';
import {ts3} from './ts3.js';
import {whatsapp} from './whatsapp.js';
import {zoom} from './zoom.js';

export const CALLS: readonly ApplicationProtocol[] = [
	discord,
	zoom,
	whatsapp,
	telegram,
	teamviewer,
	h323,
	mgcp,
	rdpudp,
	ts3,
	a2s,
	raknet,
	skinny,
	ras,
	iax2,
	mumble,
	oicq,
	photon,
];
