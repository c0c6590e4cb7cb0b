/** The interfaces that captures describe, of which their packets say that they are. */
import {shownName, typedName} from '../../format/raw-name.js';
import {LinkType} from '../decode/assigned-numbers.js';
import {type InterfaceDescription, MOST_INTERFACES_TOLD} from '../decode/origin.js';
import {CaptureLosses, type InterfaceLosses} from './losses.js';

/** Characters of a name, or of what is said beside it. */
const LONGEST = 256;

export interface KnownInterface extends InterfaceDescription {
	/** Of all sections and files that describe it. */
	readonly losses: CaptureLosses;
}

export class CaptureInterfaces {
	readonly list: KnownInterface[] = [];
	readonly #numbers = new Map<string, number>();
	/** Told as soon as packets may be of several: two are described, or each packet has the index of its own (SLL2). */
	onSeveral: () => void = () => {};

	/**
	 * One of the same name, description and link type is the same, also of another section or file: captures are rotated, cut and put
	 * together.
	 *
	 * @param inSection which one it is of its section, which tells those without a name apart
	 * @returns its number, from 0; -1 = there is no room for another
	 */
	add(described: InterfaceDescription, inSection: number): number {
		const {name, description, linkType} = described;
		const key = JSON.stringify([name ?? inSection, description, linkType]);
		const known = this.#numbers.get(key);
		if (known !== undefined) {
			return known;
		}
		if (this.list.length >= MOST_INTERFACES_TOLD) {
			return -1;
		}
		this.#numbers.set(key, this.list.length);
		this.list.push({
			name: short(name && typedName(name)),
			description: short(description),
			linkType,
			filter: short(described.filter),
			hardware: short(described.hardware),
			system: short(described.system),
			losses: new CaptureLosses(),
		});
		if (this.list.length > 1) {
			this.onSeveral();
		}
		this.declare(linkType);
		return this.list.length - 1;
	}

	/** The link type of packets to come. */
	declare(linkType: number): void {
		if (linkType === LinkType.LINUX_SLL2) {
			this.onSeveral();
		}
	}

	/** @param before what the same interface of the same section said until now */
	lost(number: number, before: InterfaceLosses | null, now: InterfaceLosses): void {
		this.list[number]?.losses.replace(before, now);
	}
}

const short = (text: string | null) => (text === null ? null : shownName(text).slice(0, LONGEST));
