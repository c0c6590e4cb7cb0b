/** Protocols of mail, files, databases, control and the like; the registry takes them in this order. */
import {amqp} from './amqp.js';
import {bgp} from './bgp.js';
import {bittorrent} from './bittorrent.js';
import {coap} from './coap.js';
import {dcerpc} from './dcerpc.js';
import {ftp} from './ftp.js';
import {geneve} from './geneve.js';
import {gtp} from './gtp.js';
import {hsrp} from './hsrp.js';
import {imap} from './imap.js';
import {isakmp, udpEncapsulation} from './isakmp.js';
import {kerberos} from './kerberos.js';
import {l2tp} from './l2tp.js';
import {ldap} from './ldap.js';
import {mndp} from './mndp.js';
import {modbus} from './modbus.js';
import {mqtt} from './mqtt.js';
import {mysql} from './mysql.js';
import {nbdgm} from './nbdgm.js';
import {pfcp} from './pfcp.js';
import {pgsql} from './pgsql.js';
import {pop} from './pop.js';
import {radius} from './radius.js';
import {rdp} from './rdp.js';
import type {ApplicationProtocol} from './recognition.js';
import {resp} from './resp.js';
import {rip, ripng} from './rip.js';
import {rpc} from './rpc.js';
import {smb} from './smb.js';
import {smtp} from './smtp.js';
import {snmp} from './snmp.js';
import {syslog, syslogByPort} from './syslog.js';
import {telnet, telnetByPort} from './telnet.js';
import {teredo} from './teredo.js';
import {tftp} from './tftp.js';
import {vxlan} from './vxlan.js';
import {xmpp} from './xmpp.js';

export const SERVICES: readonly ApplicationProtocol[] = [
	smb,
	nbdgm,
	ftp,
	smtp,
	imap,
	pop,
	telnet,
	rdp,
	snmp,
	ldap,
	kerberos,
	mqtt,
	amqp,
	bgp,
	rip,
	ripng,
	syslog,
	radius,
	tftp,
	mysql,
	pgsql,
	resp,
	xmpp,
	bittorrent,
	rpc,
	modbus,
	pfcp,
	gtp,
	vxlan,
	geneve,
	teredo,
	l2tp,
	isakmp,
	dcerpc,
	mndp,
	hsrp,
	coap,
	udpEncapsulation,
	syslogByPort,
	telnetByPort,
];
