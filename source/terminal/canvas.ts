/**
 * Where panels draw: rectangles of lines, in the order in which they lie over each other. They do not go through Ink's own
 * output, which takes every line apart anew for each frame (docs/decisions/0021).
 */
import {createContext, useContext, useLayoutEffect} from 'react';
import type {Piece} from './piece.js';

export class Canvas {
	readonly #draw: (frame: readonly Piece[]) => void;
	#pieces: Piece[] = [];

	/** @param draw takes each whole frame */
	constructor(draw: (frame: readonly Piece[]) => void) {
		this.#draw = draw;
	}

	place(piece: Piece): void {
		this.#pieces.push(piece);
	}

	/** All of a frame is placed. */
	finish(): void {
		const frame = this.#pieces;
		this.#pieces = [];
		this.#draw(frame);
	}
}

export const CanvasContext = createContext<Canvas | null>(null);

/** Places a piece in each frame. React runs the effects of siblings in their order: what comes later lies above. */
export function usePiece(piece: Piece): void {
	const canvas = useContext(CanvasContext);
	useLayoutEffect(() => canvas?.place(piece));
}
