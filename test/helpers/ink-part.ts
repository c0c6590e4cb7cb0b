import type {Source} from '../../source/dashboard/panels/drawing/source.js';

/** A model that does not change, as a panel gets it. */
export const fixed = <Model>(model: Model): Source<Model> => ({now: () => model, subscribe: () => () => {}});
