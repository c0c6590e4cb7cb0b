import type {Theme} from '../theme/theme.js';
import {Layout} from './layout.js';
import {ThemeContext} from './panels/drawing/theme-context.js';
import type {Sources} from './sources.js';

/** The whole dashboard, of what a store shows. */
export function App({sources, theme}: {sources: Sources; theme: Theme}) {
	return (
		<ThemeContext.Provider value={theme}>
			<Layout sources={sources} />
		</ThemeContext.Provider>
	);
}
