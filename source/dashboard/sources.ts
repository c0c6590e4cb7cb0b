import type {DashboardState} from './model/state.js';
import type {Source} from './panels/drawing/source.js';

/** A state that is shown, and changes. */
export interface Shown {
	shown(): DashboardState;
	subscribe(listener: () => void): () => void;
}

/** The models of what is shown, one for each panel. */
export class Sources {
	readonly #shown: Shown;
	readonly #listeners = new Set<() => void>();

	/** @param then called after every listener has heard of a change: canvases are drawn after what React makes of it */
	constructor(shown: Shown, then: () => void = () => {}) {
		this.#shown = shown;
		shown.subscribe(() => {
			for (const listener of this.#listeners) {
				listener();
			}
			then();
		});
	}

	/** @param select makes the model of a state, once for each state */
	of<Model>(select: (state: DashboardState) => Model): Source<Model> {
		let last: {state: DashboardState; model: Model} | null = null;
		return {
			now: () => {
				const state = this.#shown.shown();
				if (last?.state !== state) {
					last = {state, model: select(state)};
				}
				return last.model;
			},
			subscribe: listener => {
				this.#listeners.add(listener);
				return () => {
					this.#listeners.delete(listener);
				};
			},
		};
	}
}
