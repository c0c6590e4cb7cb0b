import headless, {type Terminal} from '@xterm/headless';
import type {Piece} from '../../source/terminal/piece.js';

/** A terminal without a window. */
export function createTerminal(columns: number, rows: number): Terminal {
	return new headless.Terminal({cols: columns, rows, allowProposedApi: true});
}

export async function write(terminal: Terminal, text: string): Promise<void> {
	await new Promise<void>(resolve => {
		terminal.write(text, resolve);
	});
}

/** The screen as lines of text. */
export function screenLines(terminal: Terminal): string[] {
	const {active} = terminal.buffer;
	return Array.from(
		{length: terminal.rows},
		(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
	);
}

/** Every cell with all that can be seen of it, for comparing two screens. */
export function screenCells(terminal: Terminal): string[][] {
	const {active} = terminal.buffer;
	return Array.from({length: terminal.rows}, (_, row) => {
		const line = active.getLine(active.baseY + row)!;
		return Array.from({length: terminal.cols}, (_cell, column) => {
			const cell = line.getCell(column)!;
			const attributes = [
				cell.isBold(),
				cell.isDim(),
				cell.isItalic(),
				cell.isUnderline(),
				cell.isInverse(),
				cell.isStrikethrough(),
			].map(Number);
			const colors = [cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor()];
			return `${cell.getChars() || ' '}/${cell.getWidth()}/${attributes.join('')}/${colors.join(',')}`;
		});
	});
}

/** A frame of one piece: lines separated by `\n`, over more than any screen here has. */
export function frameOf(text: string): Piece[] {
	return [{x: 0, y: 0, width: 1000, height: 1000, lines: text.split('\n')}];
}
