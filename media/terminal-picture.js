// A terminal's screen as SVG: one rectangle per coloured background, one text per run of equal style.

const FONT_SIZE = 14;
// DejaVu Sans Mono: advance 1233, ascent 1901 and descent 483 of 2048 units per em
const CELL_WIDTH = (FONT_SIZE * 1233) / 2048;
const CELL_HEIGHT = (FONT_SIZE * (1901 + 483)) / 2048;
const BASELINE = (FONT_SIZE * 1901) / 2048;
const MARGIN = 14;

const BACKGROUND = '#16181f';
const FOREGROUND = '#d5d9e3';
const SIXTEEN = [
	...['#2a2e3a', '#f7768e', '#9ece6a', '#e0af68', '#7aa2f7', '#bb9af7', '#7dcfff', '#c0caf5'],
	...['#5c6580', '#ff8fa3', '#b9f27c', '#ffc777', '#8db0ff', '#c7a9ff', '#a4daff', '#ffffff'],
];

function indexed(color) {
	if (color < 16) {
		return SIXTEEN[color];
	}
	if (color >= 232) {
		const level = 8 + (color - 232) * 10;
		return `rgb(${level},${level},${level})`;
	}
	const steps = [0, 95, 135, 175, 215, 255];
	const cube = color - 16;
	return `rgb(${steps[Math.floor(cube / 36)]},${steps[Math.floor(cube / 6) % 6]},${steps[cube % 6]})`;
}

const rgb = color => `#${color.toString(16).padStart(6, '0')}`;

function styleOf(cell) {
	let foreground = cell.isFgRGB()
		? rgb(cell.getFgColor())
		: cell.isFgPalette()
			? indexed(cell.getFgColor())
			: FOREGROUND;
	let background = cell.isBgRGB()
		? rgb(cell.getBgColor())
		: cell.isBgPalette()
			? indexed(cell.getBgColor())
			: BACKGROUND;
	if (cell.isInverse()) {
		[foreground, background] = [background, foreground];
	}
	return {foreground, background, bold: cell.isBold() !== 0, underline: cell.isUnderline() !== 0};
}

const escapeXml = text => text.replace(/[&<>]/g, character => ({'&': '&amp;', '<': '&lt;', '>': '&gt;'})[character]);
const round = value => Math.round(value * 100) / 100;

/**
 * @param {import('@xterm/headless').Terminal} terminal
 * @param {string} title what the picture shows, for those who cannot see it
 * @returns {string} SVG
 */
export function terminalPicture(terminal, title) {
	const {cols, rows, buffer} = terminal;
	const width = Math.ceil(cols * CELL_WIDTH + 2 * MARGIN);
	const height = Math.ceil(rows * CELL_HEIGHT + 2 * MARGIN);
	const shapes = [];
	for (let row = 0; row < rows; row++) {
		const line = buffer.active.getLine(buffer.active.viewportY + row);
		const y = MARGIN + row * CELL_HEIGHT;
		let run = null;
		const finish = () => {
			if (run === null) {
				return;
			}
			const x = MARGIN + run.start * CELL_WIDTH;
			const length = run.cells * CELL_WIDTH;
			if (run.style.background !== BACKGROUND) {
				shapes.push(
					`<rect x="${round(x)}" y="${round(y)}" width="${round(length)}" height="${round(CELL_HEIGHT)}" fill="${run.style.background}"/>`,
				);
			}
			if (run.text.trim() !== '') {
				const attributes = `${run.style.bold ? ' font-weight="bold"' : ''}${run.style.underline ? ' text-decoration="underline"' : ''}`;
				shapes.push(
					`<text x="${round(x)}" y="${round(y + BASELINE)}" textLength="${round(length)}" lengthAdjust="spacingAndGlyphs" fill="${run.style.foreground}"${attributes}>${escapeXml(run.text)}</text>`,
				);
			}
			run = null;
		};
		for (let column = 0; column < cols; column++) {
			const cell = line?.getCell(column);
			if (cell === undefined || cell.getWidth() === 0) {
				continue;
			}
			const style = styleOf(cell);
			const key = JSON.stringify(style);
			if (run === null || run.key !== key) {
				finish();
				run = {start: column, cells: 0, text: '', style, key};
			}
			run.text += cell.getChars() || ' ';
			run.cells += cell.getWidth();
		}
		finish();
	}
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>${escapeXml(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<g font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${FONT_SIZE}" xml:space="preserve">
${shapes.join('\n')}
</g>
</svg>
`;
}
