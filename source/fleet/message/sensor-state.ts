/**
 * What a sensor says: its state, not what changed. A message that comes twice, late, or not at all changes nothing that the
 * newest one does not say.
 */
import type {Snapshot, Timestamp} from '../../engine/snapshot.js';

export const SENSOR_SCHEMA = 'netanal/sensor@1';

/** Schema `netanal/sensor@1`. Of one run of a sensor (`boot`), the message with the highest sequence holds. */
export interface SensorState {
	schema: typeof SENSOR_SCHEMA;
	/** One run of the sensor: 16 hexadecimal digits, drawn at random. */
	boot: string;
	/** Counts the messages of a boot, from 1. */
	sequence: number;
	/** Seconds between messages. */
	interval: number;
	/** By the sensor's clock: when it began, and when this was said. */
	started: Timestamp;
	sent: Timestamp;
	/** The last one of this boot. */
	ended: boolean;
	/** What was counted since `started`; of bandwidth only the newest samples, and under `recent` what was done since the message before. */
	snapshot: Snapshot;
}

/** What stands outside of a message: whom it is from, which the broker has checked by the subject, and its sequence. */
export interface Sender {
	sensor: string;
	boot: string;
	sequence: number;
}

/** The identifier of a message at the broker. Sequences begin anew with a boot, and identifiers outlive what they were given to. */
export const messageId = ({sensor, boot, sequence}: Sender) => `${sensor}.${boot}.${sequence}`;

/** @param key `NAME.BOOT`, as subjects and routing keys end @returns null for what no sensor of ours sends */
export function senderOf(key: string, id: string | undefined): Sender | null {
	const [sensor, boot, ...more] = key.split('.');
	const [idSensor, idBoot, digits] = id?.split('.') ?? [];
	const sequence = Number(digits);
	const isOurs = more.length === 0 && isSensorName(sensor) && boot !== undefined && isBoot(boot);
	return isOurs && idSensor === sensor && idBoot === boot && Number.isSafeInteger(sequence)
		? {sensor, boot, sequence}
		: null;
}

/** The newest bandwidth samples in a message: so many may be lost in a row without a hole in a chart. */
export const SAMPLES = 60;

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const BOOT = /^[0-9a-f]{16}$/;

export const isSensorName = (text: string) => NAME.test(text);
export const isBoot = (text: string) => BOOT.test(text);

/** What a host's name is as a sensor's: other characters are dashes. */
export function sensorName(host: string): string {
	return host.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64) || 'sensor';
}
