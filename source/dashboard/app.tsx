import {useLayoutEffect, useSyncExternalStore} from 'react';
import {type Canvas, CanvasContext} from '../terminal/canvas.js';
import type {Theme} from '../theme/theme.js';
import {Layout} from './layout.js';
import {ThemeContext} from './panels/drawing/theme-context.js';
import type {Store} from './store.js';

/** The whole dashboard on a store. Every change of what it shows draws all panels anew: a frame is never made of two states. */
export function App({store, theme, canvas}: {store: Store; theme: Theme; canvas: Canvas}) {
	const state = useSyncExternalStore(store.subscribe, store.shown, store.shown);
	// after the effects of the panels within
	useLayoutEffect(() => canvas.finish());
	return (
		<ThemeContext.Provider value={theme}>
			<CanvasContext.Provider value={canvas}>
				<Layout state={state} />
			</CanvasContext.Provider>
		</ThemeContext.Provider>
	);
}
