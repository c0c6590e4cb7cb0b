import './ink/compiler.js';
import {render} from 'ink';
import type {ReactNode} from 'react';
import {SurfaceContext} from './canvas.js';
import type {Surface} from './surface.js';

export interface InkOnSurface {
	/** Resolves when Ink ends, rejects when a component has thrown. */
	ended(): Promise<unknown>;
	unmount(): void;
}

export function renderOn(surface: Surface, tree: ReactNode): InkOnSurface {
	const ink = render(<SurfaceContext.Provider value={surface}>{tree}</SurfaceContext.Provider>, {
		// Ink wants a TTY's stream; of it, it uses what the layer has
		stdout: surface.layer as unknown as NodeJS.WriteStream,
		// a whole frame with each change: the cell diff knows what of it is new
		debug: true,
		patchConsole: false,
		exitOnCtrlC: false,
		isScreenReaderEnabled: false,
	});
	return {
		ended: () => ink.waitUntilExit(),
		unmount() {
			surface.close();
			ink.unmount();
		},
	};
}
