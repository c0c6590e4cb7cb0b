/** Protocols of mail, files, databases, control and the like; the registry takes them in this order. */
import {amqp} from './amqp.js';
import {bacnet} from './bacnet.js';
import {bfd, bfdEcho} from './bfd.js';
import {bgp} from './bgp.js';
import {bittorrent} from './bittorrent.js';
import {CALLS} from './calls.js';
import {CARRIERS} from './carriers.js';
import {coap} from './coap.js';
import {cotp} from './cotp.js';
import {cql} from './cql.js';
import {dcerpc} from './dcerpc.js';
import {diameter} from './diameter.js';
import {dnp3} from './dnp3.js';
import {dropboxDiscovery} from './dropbox.js';
import {enip} from './enip.js';
import {ftp, ftpByPort} from './ftp.js';
import {geneve} from './geneve.js';
import {git} from './git.js';
import {gtp} from './gtp.js';
import {hsrp} from './hsrp.js';
import {imap, imapByPort} from './imap.js';
import {INDUSTRY} from './industry.js';
import {irc} from './irc.js';
import {isakmp, udpEncapsulation} from './isakmp.js';
import {kerberos} from './kerberos.js';
import {l2tp} from './l2tp.js';
import {ldap} from './ldap.js';
import {ldp} from './ldp.js';
import {LOCAL} from './local.js';
import {memcache} from './memcache.js';
import {mndp} from './mndp.js';
import {modbus} from './modbus.js';
import {mongo} from './mongo.js';
import {mqtt} from './mqtt.js';
import {mysql} from './mysql.js';
import {nbdgm} from './nbdgm.js';
import {netflow} from './netflow.js';
import {nntp} from './nntp.js';
import {openflow} from './openflow.js';
import {PEERS} from './peers.js';
import {pfcp} from './pfcp.js';
import {pgsql} from './pgsql.js';
import {pop, popByPort} from './pop.js';
import {pptp} from './pptp.js';
import {radius} from './radius.js';
import {rdp} from './rdp.js';
import type {ApplicationProtocol} from './recognition.js';
import {resp} from './resp.js';
import {rip, ripng} from './rip.js';
import {rpc} from './rpc.js';
import {rsync} from './rsync.js';
import {rtmp} from './rtmp.js';
import {rtsp} from './rtsp.js';
import {SERVERS} from './servers.js';
import {sflow} from './sflow.js';
import {smb} from './smb.js';
import {smtp, smtpByPort} from './smtp.js';
import {snmp} from './snmp.js';
import {socks} from './socks.js';
import {syslog, syslogByPort} from './syslog.js';
import {tacacs} from './tacacs.js';
import {tailscale} from './tailscale.js';
import {tds} from './tds.js';
import {telnet, telnetByPort} from './telnet.js';
import {teredo} from './teredo.js';
import {tftp} from './tftp.js';
import {tzsp} from './tzsp.js';
import {vnc} from './vnc.js';
import {vxlan} from './vxlan.js';
import {websocket} from './websocket.js';
import {whois} from './whois.js';
import {xmpp} from './xmpp.js';
import {zabbix} from './zabbix.js';

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
	tzsp,
	geneve,
	teredo,
	l2tp,
	isakmp,
	dcerpc,
	mndp,
	hsrp,
	coap,
	bacnet,
	bfd,
	bfdEcho,
	cotp,
	cql,
	diameter,
	dnp3,
	dropboxDiscovery,
	enip,
	git,
	irc,
	ldp,
	memcache,
	mongo,
	netflow,
	nntp,
	openflow,
	pptp,
	rsync,
	rtmp,
	rtsp,
	sflow,
	socks,
	tacacs,
	tds,
	tailscale,
	vnc,
	websocket,
	zabbix,
	...SERVERS,
	...INDUSTRY,
	...LOCAL,
	...PEERS,
	...CALLS,
	...CARRIERS,
	udpEncapsulation,
	ftpByPort,
	smtpByPort,
	imapByPort,
	popByPort,
	whois,
	syslogByPort,
	telnetByPort,
];
