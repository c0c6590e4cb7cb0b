/** Protocols of queues, databases and other servers, of what stands before them, and of their management. */
import {aerospike} from './aerospike.js';
import {ajp13} from './ajp13.js';
import {cassandra} from './cassandra.js';
import {ceph} from './ceph.js';
import {collectd} from './collectd.js';
import {drda} from './drda.js';
import {elasticsearch} from './elasticsearch.js';
import {fcgi} from './fcgi.js';
import {fix} from './fix.js';
import {hl7} from './hl7.js';
import {kafka} from './kafka.js';
import {nats} from './nats.js';
import {opcua} from './opcua.js';
import {openwire} from './openwire.js';
import {proxy} from './proxy.js';
import type {ApplicationProtocol} from './recognition.js';
import {rmcp} from './rmcp.js';
import {smpp} from './smpp.js';
import {stomp} from './stomp.js';
import {thrift} from './thrift.js';
import {tns} from './tns.js';
import {zmtp} from './zmtp.js';

export const SERVERS: readonly ApplicationProtocol[] = [
	kafka,
	opcua,
	elasticsearch,
	nats,
	tns,
	stomp,
	openwire,
	zmtp,
	thrift,
	ajp13,
	fcgi,
	drda,
	ceph,
	aerospike,
	proxy,
	rmcp,
	collectd,
	hl7,
	fix,
	smpp,
	cassandra,
];
