/** Brokers set up as docs/fleet.md says, word by word: certificates, server configuration, users. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type {BrokerOptions, Credentials, Tls} from '../../source/fleet/broker/broker.js';
import {brokerUrl} from '../../source/fleet/broker/url.js';
import {natsServer, rabbitMq, type TestBroker} from './brokers.js';
import {blocksOf} from './documented.js';

const DOCUMENT = 'docs/fleet.md';

/** The one block of a language that has these words. */
function block(language: string, words = ''): string {
	const found = blocksOf(DOCUMENT, language).filter(text => text.includes(words));
	if (found.length !== 1) {
		throw new Error(`${DOCUMENT} has ${found.length} blocks of ${language} with '${words}'`);
	}
	return found[0];
}

/** Of a running broker: whom it knows. */
export interface DocumentedBroker {
	broker: TestBroker;
	/** With the encrypted scheme. */
	url: string;
	web1: Credentials;
	/** NATS alone. */
	db1?: Credentials;
	fleet: Credentials;
	tls: Tls;
	/** What a connection is opened with. @param client the name that it shows */
	options(credentials: Credentials, client: string, tls?: Tls): BrokerOptions;
}

const WEB1: Credentials = {user: 'web1', password: 'change me 1'};
const FLEET: Credentials = {user: 'fleet', password: 'change me 2'};

export async function documentedNats(): Promise<DocumentedBroker> {
	const broker = await natsServer(block('conf'));
	makeCertificates(broker.folder);
	await broker.start();
	const [nkey] = block('text').split('\n');
	return {...described(broker, broker.url.replace('nats:', 'tls:')), db1: {nkey}};
}

export async function documentedRabbitMq(): Promise<DocumentedBroker> {
	// another folder and a free port, the rest as it stands
	const broker = await rabbitMq((port, folder) =>
		block('ini').replaceAll('/etc/rabbitmq/', `${folder}/`).replace('5671', `127.0.0.1:${port}`),
	);
	makeCertificates(broker.folder);
	await broker.start();
	await broker.shell(block('sh', 'rabbitmqctl'));
	return described(broker, broker.url.replace('amqp:', 'amqps:'));
}

function described(broker: TestBroker, url: string): DocumentedBroker {
	const ca = fs.readFileSync(path.join(broker.folder, 'ca.pem'), 'utf8');
	return {
		broker,
		url,
		web1: WEB1,
		fleet: FLEET,
		tls: {ca},
		options: (credentials, client, tls = {ca}) => ({url: brokerUrl(url), credentials, tls, client}),
	};
}

/** As the document makes them. Others than those of every other call. */
export function makeCertificates(folder: string): void {
	const {status, stderr} = spawnSync('sh', ['-e', '-c', block('sh', 'openssl req')], {cwd: folder, encoding: 'utf8'});
	if (status !== 0) {
		throw new Error(stderr);
	}
	for (const name of fs.readdirSync(folder).filter(each => /\.(pem|key)$/.test(each))) {
		fs.chmodSync(path.join(folder, name), 0o644);
	}
}
