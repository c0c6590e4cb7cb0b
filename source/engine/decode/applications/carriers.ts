/** Protocols of telephone networks, of routers, of pictures and of older servers. */
import {babel} from './babel.js';
import {dsi} from './dsi.js';
import {gearman} from './gearman.js';
import {giop} from './giop.js';
import {hislip} from './hislip.js';
import {hncp} from './hncp.js';
import {mp2t} from './mp2t.js';
import {olsr} from './olsr.js';
import type {ApplicationProtocol} from './recognition.js';
import {rx} from './rx.js';
import {m2ua, m3ua} from './sigtran.js';
import {caneth, checkmk, dlep, ica, kismet, megaco, munin, netcode, nx, rmi} from './texts.js';
import {xdmcp} from './xdmcp.js';

export const CARRIERS: readonly ApplicationProtocol[] = [
	mp2t,
	giop,
	gearman,
	munin,
	checkmk,
	kismet,
	rmi,
	ica,
	caneth,
	netcode,
	dlep,
	nx,
	megaco,
	hislip,
	m3ua,
	m2ua,
	olsr,
	babel,
	hncp,
	rx,
	xdmcp,
	dsi,
];
