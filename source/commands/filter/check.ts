/** The work of `netanal-tui filter`: compiles, counts, prints. */

import {filterMark} from '../../cli/filter-mark.js';
import {complain, print} from '../../cli/standard-streams.js';
import {UsageError} from '../../cli/usage-error.js';
import {nearest} from '../../cli/wording.js';
import {CaptureReader} from '../../engine/capture/capture-reader.js';
import {openCaptureFile} from '../../engine/capture/file.js';
import {openCaptureStdin} from '../../engine/capture/stdin.js';
import {linkTypeName} from '../../engine/decode/names.js';
import {type PacketFilter, packetFilter} from '../../engine/filter/bpf-function.js';
import {disassemble} from '../../engine/filter/disassemble.js';
import {compileExpression} from '../../engine/filter/expression.js';
import {becomeReader} from '../../engine/grant.js';
import {type Libpcap, loadLibpcap} from '../../engine/libpcap/library.js';
import {DEFAULTS, type FilterError} from '../../engine/options.js';
import {bytes, count, percent} from '../../format/numbers.js';

const ETHERNET = 1;
/** LINKTYPE_ values are below; https://www.tcpdump.org/linktypes.html. */
const LINK_TYPES = 400;

/**
 * @param wanted `file`: count what it keeps of this capture; `linkType`: libpcap's name of one; `dump`: print the program
 * @returns the exit status
 * @throws UsageError for a link type that there is not
 */
export async function checkFilter(
	expression: string,
	{file, linkType, dump}: {file: string | undefined; linkType: string | undefined; dump: boolean},
): Promise<number> {
	const wanted = linkType === undefined ? ETHERNET : linkTypeOf(linkType);
	const compiler = new Compiler(await loadLibpcap(), expression);
	const counted = file === undefined ? null : await countKept(file, compiler);
	const linkTypes = counted?.linkTypes ?? [wanted];
	for (const each of linkTypes) {
		compiler.compile(each);
	}
	if (compiler.error !== null) {
		complainAt(expression, compiler.error);
		return 1;
	}

	if (dump) {
		await print(programs(compiler, linkTypes));
	} else if (counted === null) {
		await print(`compiles for ${linkTypeName(wanted)}: ${instructions(compiler, wanted)}\n`);
	}
	if (counted === null) {
		return 0;
	}
	await print(
		`keeps ${count(counted.kept)} of ${count(counted.packets)} packets (${percent(counted.kept / counted.packets)}), ` +
			`${bytes(counted.keptBytes)} of ${bytes(counted.bytes)}\n`,
	);
	if (counted.error === null) {
		return 0;
	}
	complain(counted.error);
	return 1;
}

/** One expression for every link type that comes along. */
class Compiler {
	/** The first that libpcap found wrong. */
	error: FilterError | null = null;
	readonly programs = new Map<number, Uint8Array>();
	readonly #filters = new Map<number, PacketFilter>();

	constructor(
		readonly library: Libpcap,
		readonly expression: string,
	) {}

	/** A filter that keeps nothing where the expression is wrong. */
	compile(linkType: number): PacketFilter {
		const known = this.#filters.get(linkType);
		if (known !== undefined) {
			return known;
		}
		const {program, error} = compileExpression(this.library, this.expression, {linkType, snaplen: DEFAULTS.snaplen});
		this.error ??= error;
		if (program !== null) {
			this.programs.set(linkType, program);
		}
		const made = program === null ? () => false : packetFilter(program);
		this.#filters.set(linkType, made);
		return made;
	}
}

interface Counted {
	packets: number;
	bytes: number;
	kept: number;
	keptBytes: number;
	linkTypes: number[];
	/** Why the capture ended early. */
	error: string | null;
}

async function countKept(file: string, compiler: Compiler): Promise<Counted> {
	const counted: Counted = {packets: 0, bytes: 0, kept: 0, keptBytes: 0, linkTypes: [], error: null};
	const stopping = new AbortController();
	const reader = new CaptureReader({
		packet(data, start, end, wireLength, _seconds, _nanoseconds, linkType) {
			counted.packets++;
			counted.bytes += wireLength;
			const keeps = compiler.compile(linkType);
			if (compiler.error !== null) {
				stopping.abort();
			} else if (keeps(data, start, end, wireLength)) {
				counted.kept++;
				counted.keptBytes += wireLength;
			}
		},
	});
	const capture = file === '-' ? openCaptureStdin() : openCaptureFile(file);
	await becomeReader({privileges: 'drop'});
	await capture.read(reader, {signal: stopping.signal});
	counted.linkTypes = reader.linkTypes.length > 0 ? [...reader.linkTypes] : [ETHERNET];
	for (const warning of reader.warnings) {
		complain(`warning: ${file}: ${warning}`);
	}
	if (reader.error !== null) {
		counted.error = `${file}: ${reader.error.message}`;
	}
	return counted;
}

function linkTypeOf(name: string): number {
	const wanted = name.toUpperCase().replace(/^(DLT_|LINKTYPE_)/, '');
	const names = Array.from({length: LINK_TYPES}, (_, linkType) => linkTypeName(linkType));
	const found = names.indexOf(wanted);
	if (found >= 0) {
		return found;
	}
	const near = nearest(
		wanted,
		names.filter(known => !known.startsWith('UNKNOWN')),
	);
	throw new UsageError(
		`--linktype takes a name like EN10MB, not '${name}'${near === null ? '' : `; did you mean ${near}?`}`,
	);
}

function instructions(compiler: Compiler, linkType: number): string {
	const length = disassemble(compiler.programs.get(linkType)!).length;
	return length === 0 ? 'no program, every packet is kept' : `${length} instruction${length === 1 ? '' : 's'}`;
}

/** One program alone is printed as tcpdump does; several are told apart. */
function programs(compiler: Compiler, linkTypes: readonly number[]): string {
	return linkTypes
		.flatMap(linkType => [
			...(linkTypes.length > 1 ? [`# ${linkTypeName(linkType)}`] : []),
			...disassemble(compiler.programs.get(linkType)!),
		])
		.map(line => `${line}\n`)
		.join('');
}

/** libpcap's words, then the expression with a caret under the place. */
function complainAt(expression: string, {message, position}: FilterError): void {
	complain(`filter: ${message}`);
	process.stderr.write(filterMark(expression, position));
}
