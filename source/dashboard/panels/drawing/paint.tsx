import {Transform} from 'ink';
import type {Token} from '../../../theme/palette.js';
import {useTheme} from './theme-context.js';

/** Text in a style of the theme. Ink measures it without the style's codes. */
export function Paint({token, children}: {token: Token; children: string}) {
	const theme = useTheme();
	return <Transform transform={line => theme.paint(token, line)}>{children}</Transform>;
}
