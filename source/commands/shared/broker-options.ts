/** Flags of what talks to a message broker, and what they say. */
import {statSync} from 'node:fs';
import os from 'node:os';
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {complain} from '../../cli/standard-streams.js';
import {UsageError} from '../../cli/usage-error.js';
import {number, text} from '../../cli/values.js';
import {RANGES} from '../../engine/ranges.js';
import type {Broker, BrokerOptions, Credentials, Tls} from '../../fleet/broker/broker.js';
import {brokerOf} from '../../fleet/broker/broker-of.js';
import {brokerUrl} from '../../fleet/broker/url.js';
import {isSensorName, sensorName} from '../../fleet/message/sensor-state.js';
import type {Counting, Publication} from '../../fleet/sensor/publication.js';
import {smallFile} from './small-file.js';

export const BROKER_OPTIONS: readonly OptionSpec[] = [
	{
		name: 'credentials',
		value: 'FILE',
		offers: 'files',
		help: 'for the broker: USER:PASSWORD, NATS credentials or an nkey seed (default: the file named by NETANAL_CREDENTIALS)',
	},
	{name: 'ca', value: 'FILE', offers: 'files', help: 'certificate of who signed that of the broker, as PEM'},
	{name: 'cert', value: 'FILE', offers: 'files', help: 'certificate to show the broker, as PEM, with --key'},
	{name: 'key', value: 'FILE', offers: 'files', help: 'its private key, as PEM'},
];

export const TO: OptionSpec = {
	name: 'to',
	value: 'URL',
	help: 'say what is counted to a fleet: nats://HOST or amqp://HOST, encrypted tls:// or amqps://',
};

/** Of who publishes, besides `--to`. */
export const SENSOR_OPTIONS: readonly OptionSpec[] = [
	{name: 'sensor-name', value: 'NAME', help: "this sensor's name in the fleet (default: the host's)"},
	{
		name: 'fleet-secret',
		value: 'FILE',
		offers: 'files',
		help: 'the same text on all sensors: lets the fleet count hosts and flows that several see once',
	},
	...BROKER_OPTIONS,
];

/** @throws UsageError, NetanalError INVALID_ARGUMENT */
export function brokerOptions(parsed: Parsed, url: string, client: string): BrokerOptions {
	const [cert, key] = [text(parsed, 'cert'), text(parsed, 'key')];
	if ((cert === undefined) !== (key === undefined)) {
		throw new UsageError('--cert and --key belong together: give both');
	}
	const file = text(parsed, 'credentials') ?? process.env.NETANAL_CREDENTIALS;
	const tls: Tls = {ca: contentOf('ca', text(parsed, 'ca')), cert: contentOf('cert', cert), key: contentOf('key', key)};
	return {url: usableUrl(url), credentials: credentials(contentOf('credentials', file)), tls, client};
}

function usableUrl(text: string): URL {
	try {
		return brokerUrl(text);
	} catch (error) {
		throw new UsageError((error as Error).message);
	}
}

/** What kind of credentials a file holds is told by its text. */
function credentials(content: string | undefined): Credentials {
	if (content === undefined) {
		return {};
	}
	if (content.includes('-----BEGIN NATS USER JWT-----')) {
		return {creds: content};
	}
	const line = content.trim();
	if (/^SU[A-Z2-7]{56}$/.test(line)) {
		return {nkey: line};
	}
	const colon = line.indexOf(':');
	if (colon < 1 || line.includes('\n')) {
		throw new UsageError(
			'--credentials takes a file with USER:PASSWORD in one line, NATS credentials, or the seed of an nkey of a user (SU…)',
		);
	}
	return {user: line.slice(0, colon), password: line.slice(colon + 1)};
}

/** @param option that named the file; what others may read too is told */
function contentOf(option: string, file: string | undefined): string | undefined {
	if (file === undefined) {
		return undefined;
	}
	const content = smallFile(file, `file for --${option}`);
	const isSecret = option !== 'ca' && option !== 'cert';
	if (isSecret && (statSync(file).mode & 0o077) !== 0) {
		complain(`${file} can be read by others: chmod 600 ${file}`);
	}
	return content;
}

/** What `--to` asks for. Read, and its code loaded, while the program may still read everything. */
export interface Publishing {
	/** The fleet's secret, for `EngineSettings.sketchSecret`. */
	secret: string | undefined;
	/** Seconds between messages. */
	interval: number;
	/** Begins to say what an engine counts. @param say tells people how it goes @throws NetanalError BROKER_UNREACHABLE, BROKER_REFUSED */
	begin(engine: Counting, say?: (text: string) => void): Promise<Publication>;
}

/** @returns null without `--to` @throws UsageError, NetanalError */
export async function publishing(parsed: Parsed): Promise<Publishing | null> {
	const url = text(parsed, 'to');
	if (url !== undefined) {
		return publishingTo(parsed, url);
	}
	const idle = SENSOR_OPTIONS.find(({name}) => parsed.values.has(name));
	if (idle !== undefined) {
		throw new UsageError(`--${idle.name} is for --to URL, which is missing`);
	}
	return null;
}

/** @throws UsageError, NetanalError */
export async function publishingTo(parsed: Parsed, url: string): Promise<Publishing> {
	const given = text(parsed, 'sensor-name');
	if (given !== undefined && !isSensorName(given)) {
		throw new UsageError(`--sensor-name takes 1 to 64 letters, digits, - and _, not '${given}'`);
	}
	const name = given ?? sensorName(os.hostname());
	const options = brokerOptions(parsed, url, name);
	const secret = contentOf('fleet-secret', text(parsed, 'fleet-secret'))?.trim();
	if (secret === '') {
		throw new UsageError('--fleet-secret takes a file with some text in it; it is empty');
	}
	const interval = number(parsed, 'interval', RANGES.messageInterval) ?? 1;
	const broker: Broker = await brokerOf(options.url);
	const {Publication} = await import('../../fleet/sensor/publication.js');
	return {
		secret,
		interval,
		async begin(engine, say = complain) {
			const publication = await Publication.open(broker, {
				broker: options,
				name,
				interval,
				connected: problem =>
					say(problem === null ? `${name}: the fleet is told again` : `${name}: the fleet is not told: ${problem}`),
			});
			publication.listen(engine);
			return publication;
		},
	};
}

export const UNTOLD = 'the fleet does not have the last figures: the broker did not take them in time';
