import type {Plugin} from 'esbuild';

export const afterMain: Plugin;
export const lastTexts: Plugin;
export const ownCells: Plugin;
