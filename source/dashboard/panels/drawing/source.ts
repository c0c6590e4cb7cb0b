/** A model that changes, as a panel gets it: Ink's part of the panel follows a slice of it, a canvas reads all of it. */
import {isDeepStrictEqual} from 'node:util';
import {useRef, useSyncExternalStore} from 'react';

export interface Source<Model> {
	/** The model of what is shown now. */
	now(): Model;
	/** @returns ends it */
	subscribe(listener: () => void): () => void;
}

/** What Ink has to know of a model: the component renders anew only when the slice is another one, compared in depth. */
export function useSlice<Model, Slice>(source: Source<Model>, select: (model: Model) => Slice): Slice {
	const last = useRef<{slice: Slice} | null>(null);
	const read = () => {
		const slice = select(source.now());
		if (last.current === null || !isDeepStrictEqual(last.current.slice, slice)) {
			last.current = {slice};
		}
		return last.current.slice;
	};
	return useSyncExternalStore(source.subscribe, read, read);
}
