/**
 * What the screen shows: Ink's last frame, and over it the canvases, each at the place of its Box. A canvas is drawn anew with
 * every change, and Ink only when something of its own changes.
 *
 *   Ink's frame (InkLayer) ──▶ base ─┐
 *   draw() of each canvas ───────────┴──▶ pieces, in the order in which Ink paints ──▶ FrameStream ──▶ FrameDiff
 */
import type {DOMElement} from 'ink';
import type {Size} from './frame-stream.js';
import {InkLayer} from './ink-layer.js';
import type {Piece} from './piece.js';

/** Lines of styled text for a rectangle of cells, from whatever is to be shown now. */
export type Draw = (size: {width: number; height: number}) => readonly string[];

/** What is shown at the place of a Box: lines that are drawn; or Ink's own, above all canvases that came before. */
type Content = Draw | 'ink';

interface Region extends Pick<Piece, 'x' | 'y' | 'width' | 'height'> {
	content: Content;
}

export class Surface {
	readonly layer: InkLayer;
	readonly #show: (frame: readonly Piece[]) => void;
	readonly #encode: (line: string) => string;
	readonly #contents = new Map<DOMElement, Content>();
	/** null = not known since Ink's last frame. */
	#regions: readonly Region[] | null = null;
	#isScheduled = false;
	#isClosed = false;

	/**
	 * @param show takes each whole frame
	 * @param encode what the terminal can show of a line
	 */
	constructor(size: Size, show: (frame: readonly Piece[]) => void, encode: (line: string) => string = line => line) {
		this.#show = show;
		this.#encode = encode;
		this.layer = new InkLayer(size, () => this.#changed());
	}

	/** Places a canvas, or a cover of the canvases below it. @returns takes it away again */
	place(box: DOMElement, content: Content): () => void {
		this.#contents.set(box, content);
		this.#changed();
		return () => {
			this.#contents.delete(box);
			this.#changed();
		};
	}

	/** What canvases show has changed. What Ink has to change is in the same frame, if it was told before. */
	refresh(): void {
		if (this.#isScheduled || this.#isClosed) {
			return;
		}
		this.#isScheduled = true;
		// React commits what it was told in a microtask as well, one that was queued before
		queueMicrotask(() => {
			this.#isScheduled = false;
			this.#draw();
		});
	}

	/** The terminal has another size: Ink lays out anew with its next change. */
	resize(size: Size): void {
		this.layer.resize(size);
	}

	/** Nothing more is shown. */
	close(): void {
		this.#isClosed = true;
	}

	#changed(): void {
		this.#regions = null;
		this.refresh();
	}

	#draw(): void {
		if (this.#isClosed) {
			return;
		}
		const {lines, columns, rows} = this.layer;
		const base = lines.map(this.#encode);
		this.#regions ??= regionsOf(this.#contents);
		this.#show([
			{x: 0, y: 0, width: columns, height: rows, lines: base},
			...this.#regions.map(({content, ...place}) =>
				content === 'ink'
					? {...place, lines: base.slice(place.y, place.y + place.height), from: place.x}
					: {...place, lines: content(place).map(this.#encode)},
			),
		]);
	}
}

/** Where the boxes are, in the order in which Ink paints them: the one that lies above comes later. */
function regionsOf(contents: ReadonlyMap<DOMElement, Content>): Region[] {
	const regions: Region[] = [];
	const visit = (box: DOMElement, left: number, top: number) => {
		const {yogaNode} = box;
		if (yogaNode === undefined) {
			return;
		}
		const [x, y] = [left + yogaNode.getComputedLeft(), top + yogaNode.getComputedTop()];
		const content = contents.get(box);
		if (content !== undefined) {
			regions.push({x, y, width: yogaNode.getComputedWidth(), height: yogaNode.getComputedHeight(), content});
		}
		for (const child of box.childNodes) {
			if (child.nodeName === 'ink-box') {
				visit(child, x, y);
			}
		}
	};
	const [first] = contents.keys();
	if (first !== undefined) {
		visit(rootOf(first), 0, 0);
	}
	return regions;
}

function rootOf(box: DOMElement): DOMElement {
	let root = box;
	while (root.parentNode !== undefined) {
		root = root.parentNode;
	}
	return root;
}
