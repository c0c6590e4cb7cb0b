/** Peers that share files or a ledger, who mines for it, and what is asked of resolvers and clocks without being read on the way. */
import {bitcoin} from './bitcoin.js';
import {devp2p} from './devp2p.js';
import {dnscrypt} from './dnscrypt.js';
import {edonkey} from './edonkey.js';
import {gnutella} from './gnutella.js';
import {jsonrpc} from './jsonrpc.js';
import {levin} from './levin.js';
import type {ApplicationProtocol} from './recognition.js';
import {roughtime} from './roughtime.js';

export const PEERS: readonly ApplicationProtocol[] = [
	gnutella,
	edonkey,
	bitcoin,
	devp2p,
	levin,
	dnscrypt,
	roughtime,
	jsonrpc,
];
