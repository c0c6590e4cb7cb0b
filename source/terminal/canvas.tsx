/** Boxes of Ink whose inside is drawn past Ink's text, as a web page draws a chart on a canvas in its DOM. */
import {Box, type BoxProps, type DOMElement, Text} from 'ink';
import {createContext, type PropsWithChildren, useCallback, useContext} from 'react';
import type {Draw, Surface} from './surface.js';

/** null: boxes stay empty, as in a test of Ink's part alone. */
export const SurfaceContext = createContext<Surface | null>(null);

function usePlaced(content: Draw | 'ink') {
	const surface = useContext(SurfaceContext);
	return useCallback(
		(box: DOMElement | null) => (box === null ? undefined : surface?.place(box, content)),
		[surface, content],
	);
}

/**
 * A box of any size that Ink gives it, which shows what `draw` returns. `draw` is called with every change that the surface
 * hears of, and renders nothing: let it be the same function from one render to the next.
 */
export function Canvas({draw, ...box}: BoxProps & {draw: Draw}) {
	const isSized = box.width !== undefined && box.height !== undefined;
	return <Box ref={usePlaced(draw)} flexGrow={isSized ? 0 : 1} flexShrink={isSized ? 0 : 1} {...box} />;
}

/** A box above everything that comes before it, canvases as well. */
export function Overlay({
	x,
	y,
	width,
	height,
	children,
}: PropsWithChildren<Record<'x' | 'y' | 'width' | 'height', number>>) {
	// Ink keeps every text that it has measured: of each width there is one, not one of each size
	const blank = ' '.repeat(width);
	return (
		<Box ref={usePlaced('ink')} position="absolute" marginLeft={x} marginTop={y} width={width} height={height}>
			<Box position="absolute" flexDirection="column">
				{Array.from({length: height}, (_, row) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: rows are nothing but their place
					<Text key={row}>{blank}</Text>
				))}
			</Box>
			{children}
		</Box>
	);
}
