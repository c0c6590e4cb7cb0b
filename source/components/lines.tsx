/**
 * Text that changes. Ink measures every distinct string and remembers it for ever, so a panel gives Ink a placeholder of
 * constant size and puts its lines in when Ink writes them out.
 */
import {Box, Transform} from 'ink';
import type {Placement} from './layout/arrange.js';
import {useTheme} from './theme-context.js';

export interface LinesProps {
	placement: Pick<Placement, 'x' | 'y' | 'width' | 'height'>;
	/** Styled text, none wider than the placement; what is missing is blank. */
	lines: readonly string[];
}

export function Lines({placement, lines}: LinesProps) {
	const theme = useTheme();
	const {x, y, width, height} = placement;
	const placeholder = Array.from({length: height}, () => 'x'.repeat(width)).join('\n');
	return (
		<Box position="absolute" marginLeft={x} marginTop={y} width={width} height={height}>
			<Transform transform={(_, index) => theme.encode(lines[index] ?? '')}>{placeholder}</Transform>
		</Box>
	);
}
