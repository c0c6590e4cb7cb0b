import {useSyncExternalStore} from 'react';
import type {Theme} from '../../theme/theme.js';
import {Layout} from '../layout/layout.js';
import {ThemeContext} from '../theme-context.js';
import type {Store} from './store.js';

/** The whole dashboard on a store. */
export function App({store, theme}: {store: Store; theme: Theme}) {
	const state = useSyncExternalStore(store.subscribe, store.shown, store.shown);
	return (
		<ThemeContext.Provider value={theme}>
			<Layout state={state} />
		</ThemeContext.Provider>
	);
}
