/** What can be told of an interface before it is opened. */
import fs from 'node:fs';
import os from 'node:os';
import {hasCapabilities, isRoot} from '../engine/libpcap/privileges.js';

export function isInterface(name: string): boolean {
	const hasFolder = !/[/\\]|^\.*$/.test(name) && fs.existsSync(`/sys/class/net/${name}`);
	return hasFolder || Object.hasOwn(os.networkInterfaces(), name);
}

/**
 * Whether opening it is expected to succeed: it is there, and the program may. What else libpcap captures on (USB, Bluetooth,
 * netfilter) and what else may let it is found out by opening.
 */
export function isOpenable(name: string): boolean {
	return (name === 'any' || isInterface(name)) && (isRoot() || hasCapabilities());
}
