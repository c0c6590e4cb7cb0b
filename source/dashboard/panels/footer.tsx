/** The keys of the moment, what is being typed, or for a while what came of the last key. */
import {cellWidth, shortenMiddle} from '../../format/cells.js';
import type {Theme} from '../../theme/theme.js';
import type {FooterModel} from '../model/selectors/footer.js';
import {Lines} from './drawing/lines.js';
import type {PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';
import {typedLine} from './drawing/typed-line.js';

export function footerLine({typed, notice, keys}: FooterModel, width: number, theme: Theme): string {
	if (typed !== null) {
		return typedLine(typed.prompt, typed.field, width, theme);
	}
	if (notice !== null) {
		const glyph = notice.level === 'good' ? theme.glyphs.ok : theme.glyphs.failed;
		return theme.paint(notice.level, ` ${shortenMiddle(`${glyph} ${notice.text}`, width - 2, theme.glyphs.ellipsis)}`);
	}
	let line = '';
	let used = 0;
	for (const {key, label} of keys) {
		const needed = cellWidth(key) + cellWidth(label) + 4;
		if (used + needed > width + 1) {
			break;
		}
		used += needed;
		line += ` ${theme.paint('key', key)} ${theme.paint('muted', label)}  `;
	}
	return line.trimEnd();
}

export function Footer({model, placement}: PanelProps<FooterModel>) {
	const theme = useTheme();
	return <Lines placement={placement} lines={[footerLine(model, placement.width, theme)]} />;
}
