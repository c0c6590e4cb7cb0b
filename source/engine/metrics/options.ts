/** Whose metrics are served, where, and to whom. Types only. */
import type {Snapshot} from '../snapshot.js';

/** Whose figures are told: a `CaptureEngine`, or whatever else has a snapshot of this moment. */
export interface MetricsSource {
	/** @param samples of the bandwidth: none are needed */
	snapshot(top: number, samples: number): Promise<Snapshot>;
}

/** Where metrics are served, and to whom. */
export interface MetricsOptions {
	/** Of this machine; the loopback address when absent. */
	host?: string;
	/** 0 takes one that is free. */
	port: number;
	/** Who asks has to know it: `Authorization: Bearer TOKEN`. */
	token?: string;
	/** Endpoints with the most bytes that are told, with their addresses as labels; none when absent. */
	top?: number;
}
