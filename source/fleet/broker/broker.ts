/** What a fleet needs of a message broker, and no more: one that exists, never one of our own. */
import type {Sender} from '../message/sensor-state.js';

/** What a broker is reached with besides its URL. Never from the command line: everybody can read that. */
export interface Credentials {
	user?: string;
	password?: string;
	/** NATS: the text of a `.creds` file, or a seed of an nkey. */
	creds?: string;
	nkey?: string;
}

/** Texts in PEM. */
export interface Tls {
	ca?: string;
	cert?: string;
	key?: string;
}

export interface BrokerOptions {
	url: URL;
	credentials: Credentials;
	tls: Tls;
	/** What the broker shows this connection as; a sensor's name, or `fleet`. NATS answers it under `_INBOX.NAME`. */
	client: string;
}

export interface Message extends Sender {
	bytes: Uint8Array;
}

export interface Publisher {
	/** Resolves when the broker has stored it. @throws Error in one line when it has not, or cannot be told */
	publish(message: Message): Promise<void>;
	close(): Promise<void>;
}

/** Messages of all sensors: the newest of each at once, then as they come. They may come twice, and out of order. */
export interface Subscription {
	close(): Promise<void>;
}

export interface Listener {
	hear(sender: Sender, bytes: Uint8Array): void;
	/** Whether the broker is heard now; why not, in one line. */
	connected(problem: string | null): void;
}

export interface Broker {
	/** @throws NetanalError BROKER_UNREACHABLE, BROKER_REFUSED */
	publisher(options: BrokerOptions): Promise<Publisher>;
	/** @throws NetanalError BROKER_UNREACHABLE, BROKER_REFUSED */
	subscribe(options: BrokerOptions, listener: Listener): Promise<Subscription>;
}
