import type {BuildOptions, BuildResult} from 'esbuild';

export const manifest: {dependencies: Record<string, string>};
export const program: Record<string, string>;
export function bundle(options: BuildOptions): Promise<BuildResult<{metafile: true; write: false}>>;
