/** Frames and titles around what panels and dialogs show. */
import {Box, type BoxProps, Text} from 'ink';
import {type PropsWithChildren, useCallback, useMemo} from 'react';
import {cellWidth, cut} from '../../../format/cells.js';
import {Canvas, Overlay} from '../../../terminal/canvas.js';
import type {Size} from '../../../terminal/frame-stream.js';
import type {Token} from '../../../theme/palette.js';
import type {Theme} from '../../../theme/theme.js';
import {Paint} from './paint.js';
import {useTheme} from './theme-context.js';

export interface Place {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface Titled {
	title: string;
	/** Parts divided by commas: as many are shown as there is room for. */
	note?: string;
	/** The same where it changes with every snapshot. The same function from one render to the next. */
	drawNote?: () => string | undefined;
	isFocused?: boolean;
}

const edgeToken = (isFocused: boolean): Token => (isFocused ? 'focus' : 'border');

/** The note with a blank at each side: as many of its parts as there is room for. */
function noteIn(note: string | undefined, room: number): string {
	const parts = note?.split(', ') ?? [];
	while (parts.length > 0 && cellWidth(parts.join(', ')) + 3 > room) {
		parts.pop();
	}
	return parts.length === 0 ? '' : ` ${parts.join(', ')} `;
}

/** A frame of the theme for a Box: its codes once at each end, since Ink takes every line apart. */
function borderOf({glyphs, paint}: Theme, token: Token): BoxProps['borderStyle'] {
	const {corners, horizontal, vertical} = glyphs;
	const [open, close] = paint(token, '|').split('|');
	const side = paint(token, vertical);
	return {
		topLeft: open + corners.topLeft,
		top: horizontal,
		topRight: corners.topRight + close,
		left: side,
		right: side,
		bottomLeft: open + corners.bottomLeft,
		bottom: horizontal,
		bottomRight: corners.bottomRight + close,
	};
}

/** Title and note of an upper edge, the edge itself between them. One in focus has a mark besides its colour. */
function Edge({title, note, drawNote, isFocused = false, width}: Titled & {width: number}) {
	const theme = useTheme();
	const {ellipsis, cursor, horizontal} = theme.glyphs;
	const shown = ` ${cut((isFocused ? cursor : '') + title, Math.max(0, width - 2), ellipsis)} `;
	const room = Math.max(0, width - cellWidth(shown));
	const edge = edgeToken(isFocused);
	const draw = useCallback(() => {
		const text = noteIn(drawNote?.(), room);
		const line = horizontal.repeat(Math.max(0, room - cellWidth(text)));
		return [theme.paint(edge, line) + theme.paint('muted', text)];
	}, [drawNote, room, edge, horizontal, theme]);
	const fixed = noteIn(note, room);
	return drawNote === undefined ? (
		<Text>
			<Paint token="title">{shown}</Paint>
			<Paint token={edge}>{horizontal.repeat(Math.max(0, room - cellWidth(fixed)))}</Paint>
			<Paint token="muted">{fixed}</Paint>
		</Text>
	) : (
		<>
			<Paint token="title">{shown}</Paint>
			<Canvas draw={draw} width={room} height={1} />
		</>
	);
}

/** For a Box at a place of its own: Yoga has nothing to find out. */
export const placed = ({x, y, width, height}: Place) =>
	({position: 'absolute', marginLeft: x, marginTop: y, width, height}) as const;

type Framed = PropsWithChildren<Place & Titled>;

/** A frame, title and note in its upper edge. */
export function Frame({x, y, width, height, children, ...titled}: Framed) {
	const theme = useTheme();
	const token = edgeToken(titled.isFocused ?? false);
	const border = useMemo(() => borderOf(theme, token), [theme, token]);
	return (
		<Box {...placed({x, y, width, height})} borderStyle={border} flexDirection="column">
			<Box {...placed({x: 1, y: -1, width: width - 4, height: 1})}>
				<Edge {...titled} width={width - 4} />
			</Box>
			{children}
		</Box>
	);
}

/** What stands for a frame where there is no room for one: its title in a line above. */
export function Section({x, y, width, height, children, ...titled}: Framed) {
	return (
		<Box {...placed({x, y, width, height})} flexDirection="column">
			<Box width={width} height={1} flexShrink={0}>
				<Edge {...titled} width={width} />
			</Box>
			{children}
		</Box>
	);
}

/** A frame above all panels. */
export function Dialog({x, y, width, height, ...framed}: Framed) {
	return (
		<Overlay x={x} y={y} width={width} height={height}>
			<Frame x={0} y={0} width={width} height={height} {...framed} />
		</Overlay>
	);
}

/** In the middle of the screen, below its first line. */
export function centred({columns, rows}: Size, width: number, height: number): Place {
	return {
		x: Math.floor((columns - width) / 2),
		y: Math.max(1, Math.floor((rows - height) / 2)),
		width,
		height,
	};
}
