/** `netanal-tui interfaces`: every device that libpcap can open, with its addresses and state. Needs no root. */
import type {CommandSpec} from '../cli/command.js';
import {complain, print} from '../cli/standard-streams.js';
import {QUIET} from '../cli/status-line.js';
import {text} from '../cli/values.js';
import {formatAddress} from '../engine/decode/address.js';
import {NetanalError} from '../engine/errors.js';
import {type Device, type DeviceAddress, listDevices} from '../engine/libpcap/devices.js';
import {loadLibpcap} from '../engine/libpcap/library.js';
import {cellWidth} from '../format/cells.js';
import {typedName} from '../format/raw-name.js';
import {sanitize} from '../format/sanitize.js';

export const interfacesCommand: CommandSpec = {
	name: 'interfaces',
	summary: 'List the interfaces that can be captured on, with addresses and state',
	options: [
		{name: 'format', value: 'FORMAT', choices: ['table', 'json'], help: 'what to print (default table)'},
		QUIET,
	],
	examples: [
		['netanal-tui interfaces', 'a table'],
		['netanal-tui interfaces --format json', 'the same for a program'],
	],
	run: parsed => interfaces({format: text(parsed, 'format') === 'json' ? 'json' : 'table'}),
};

/** One device, as `--format json` prints it. */
export interface InterfaceRecord {
	name: string;
	/** `up`: enabled and with a link; `no-link`: enabled only; `down`; `none`: no network device, e.g. `any`. */
	state: 'up' | 'no-link' | 'down' | 'none';
	loopback: boolean;
	wireless: boolean;
	mac: string | null;
	/** `192.0.2.1/24`, `2001:db8::1/64`; without the prefix length where it is not known. */
	addresses: string[];
	description: string | null;
}

/**
 * Prints the list on standard output.
 *
 * @returns the exit status: 1 when libpcap is missing or cannot tell, said in one line on standard error
 */
export async function interfaces({format}: {format: 'table' | 'json'}): Promise<number> {
	let devices: Device[];
	try {
		devices = listDevices(await loadLibpcap());
	} catch (error) {
		if (!(error instanceof NetanalError)) {
			throw error;
		}
		complain(error.message);
		return 1;
	}
	const records = devices.map(toRecord);
	await print(format === 'json' ? `${JSON.stringify(records.map(named), null, '\t')}\n` : formatInterfaces(records));
	return 0;
}

/** A program is told text alone: the same as the table. */
const named = (record: InterfaceRecord): InterfaceRecord => ({...record, name: typedName(record.name)});

export function toRecord(device: Device): InterfaceRecord {
	const mac = device.addresses.find(address => address.family === 'mac');
	return {
		name: device.name,
		state: stateOf(device),
		loopback: device.loopback,
		wireless: device.wireless,
		mac: mac === undefined ? null : addressText(mac),
		addresses: device.addresses.filter(address => address.family !== 'mac').map(addressText),
		description: device.description,
	};
}

/** A table for people; a further address stands on a line of its own. */
export function formatInterfaces(records: readonly InterfaceRecord[]): string {
	const rows: string[][] = [['NAME', 'STATE', 'ADDRESS', 'DESCRIPTION']];
	for (const {name, state, mac, addresses, description} of records) {
		const shown = addresses.length > 0 ? addresses : [mac ?? '-'];
		rows.push([typedName(name), state === 'none' ? '-' : state, shown[0], description ?? '']);
		for (const further of shown.slice(1)) {
			rows.push(['', '', further, '']);
		}
	}
	const safe = rows.map(row => row.map(cell => sanitize(cell)));
	const widths = safe[0].map((_, column) => Math.max(...safe.map(row => cellWidth(row[column]))));
	const lines = safe.map(row =>
		row
			.map((cell, column) => cell + ' '.repeat(widths[column] - cellWidth(cell)))
			.join('  ')
			.trimEnd(),
	);
	return `${lines.join('\n')}\n`;
}

function stateOf(device: Device): InterfaceRecord['state'] {
	if (!device.network) {
		return 'none';
	}
	if (!device.up) {
		return 'down';
	}
	return device.running && device.connected !== false ? 'up' : 'no-link';
}

function addressText({family, bytes, prefix}: DeviceAddress): string {
	if (family === 'mac') {
		return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(':');
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const text =
		family === 'ipv4'
			? formatAddress(4, 0, 0, 0, view.getInt32(0))
			: formatAddress(6, view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12));
	return prefix === null ? text : `${text}/${prefix}`;
}
