import {usePiece} from '../../../terminal/canvas.js';
import type {Placement} from '../../model/arrange.js';
import {useTheme} from './theme-context.js';

export interface LinesProps {
	placement: Pick<Placement, 'x' | 'y' | 'width' | 'height'>;
	/** Styled text, none wider than the placement; what is missing is blank. */
	lines: readonly string[];
}

/** Draws lines at a place. */
export function Lines({placement: {x, y, width, height}, lines}: LinesProps) {
	const theme = useTheme();
	usePiece({x, y, width, height, lines: theme.unicode ? lines : lines.map(line => theme.encode(line))});
	return null;
}
