/** libpcap's own verdict on a packet: pcap_compile and pcap_offline_filter, without anything of ours between. */
import koffi from 'koffi';
import {libraryNames} from '../../source/engine/libpcap/library.js';

const library = open();
const program = koffi.struct('offline_program', {bf_len: 'uint', bf_insns: 'void *'});
const header = koffi.struct('offline_header', {seconds: 'long', microseconds: 'long', caplen: 'uint32', len: 'uint32'});
const openDead = library.func('pcap_open_dead', 'void *', ['int', 'int']);
const close = library.func('pcap_close', 'void', ['void *']);
const compile = library.func('pcap_compile', 'int', [
	'void *',
	koffi.out(koffi.pointer(program)),
	'str',
	'int',
	'uint32',
]);
const lastError = library.func('pcap_geterr', 'str', ['void *']);
const freeCode = library.func('pcap_freecode', 'void', [koffi.pointer(program)]);
const offlineFilter = library.func('pcap_offline_filter', 'int', [
	koffi.pointer(program),
	koffi.pointer(header),
	'void *',
]);

function open() {
	for (const name of libraryNames(process.platform)) {
		try {
			return koffi.load(name);
		} catch {
			// the next name
		}
	}

	throw new Error('libpcap is missing: sh scripts/setup.sh');
}

/**
 * What a filter says of each packet.
 *
 * @param dlt libpcap's DLT_ value; 1 = Ethernet
 * @returns a verdict per packet; all false where libpcap knows beforehand that no packet can match
 * @throws Error with libpcap's words when the expression does not compile
 */
export function libpcapVerdicts(text: string, packets: readonly Uint8Array[], dlt = 1): boolean[] {
	const handle = openDead(dlt, 262_144);
	const compiled = {};
	try {
		if (compile(handle, compiled, text, 1, 0xffffffff) !== 0) {
			const words = lastError(handle) as string;
			if (words === 'expression rejects all packets') {
				return packets.map(() => false);
			}
			throw new Error(`${text}: ${words}`);
		}

		const verdicts = packets.map(
			bytes =>
				offlineFilter(compiled, {seconds: 0, microseconds: 0, caplen: bytes.length, len: bytes.length}, bytes) !== 0,
		);
		freeCode(compiled);
		return verdicts;
	} finally {
		close(handle);
	}
}
