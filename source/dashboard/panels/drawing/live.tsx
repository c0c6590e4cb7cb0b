import type {BoxProps} from 'ink';
import {useCallback} from 'react';
import {Canvas} from '../../../terminal/canvas.js';
import type {Theme} from '../../../theme/theme.js';
import type {Source} from './source.js';
import {useTheme} from './theme-context.js';

/** Styled lines of at most `width` cells; those that are missing are blank. */
export type DrawModel<Model> = (model: Model, width: number, height: number, theme: Theme) => readonly string[];

/** What changes with every snapshot, and all that came off the network: lines drawn of the newest model, past Ink. */
export function Live<Model>({
	source,
	draw,
	...box
}: BoxProps & {
	source: Source<Model>;
	/** The same function from one render to the next. */
	draw: DrawModel<Model>;
}) {
	const theme = useTheme();
	const lines = useCallback(
		({width, height}: {width: number; height: number}) => draw(source.now(), width, height, theme),
		[source, draw, theme],
	);
	return <Canvas draw={lines} {...box} />;
}

/** A note in the upper edge of a panel that changes with every snapshot. */
export function useLiveNote<Model>(
	source: Source<Model>,
	/** The same function from one render to the next. */
	note: (model: Model, theme: Theme) => string | undefined,
): () => string | undefined {
	const theme = useTheme();
	return useCallback(() => note(source.now(), theme), [source, note, theme]);
}
