import type {Plugin} from 'esbuild';

export const afterMain: Plugin;
