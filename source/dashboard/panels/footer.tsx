/** The keys of the moment, what is being typed, or for a while what came of the last key. */
import {Box, Text} from 'ink';
import {cellWidth, shortenMiddle} from '../../format/cells.js';
import type {Theme} from '../../theme/theme.js';
import type {FooterModel} from '../model/selectors/footer.js';
import {placed} from './drawing/frame.js';
import {Live} from './drawing/live.js';
import {Paint} from './drawing/paint.js';
import type {PanelProps} from './drawing/panel.js';
import {useSlice} from './drawing/source.js';
import {TypedLine} from './drawing/typed-line.js';

/** Names off the network may be in it. */
function noticeLine({notice}: FooterModel, width: number, _height: number, theme: Theme): string[] {
	if (notice === null) {
		return [];
	}
	const glyph = notice.level === 'good' ? theme.glyphs.ok : theme.glyphs.failed;
	return [theme.paint(notice.level, ` ${shortenMiddle(`${glyph} ${notice.text}`, width - 2, theme.glyphs.ellipsis)}`)];
}

/** As many keys as there is room for. */
function Keys({keys, width}: {keys: FooterModel['keys']; width: number}) {
	let used = 0;
	const fitting = keys.filter(({key, label}) => {
		used += cellWidth(key) + cellWidth(label) + 4;
		return used <= width + 1;
	});
	return (
		<Text wrap="truncate">
			{fitting.map(({key, label}) => (
				<Text key={key}>
					{' '}
					<Paint token="key">{key}</Paint> <Paint token="muted">{label}</Paint>
					{'  '}
				</Text>
			))}
		</Text>
	);
}

export function Footer({source, placement}: PanelProps<FooterModel>) {
	const {width} = placement;
	const {typed, hasNotice, keys} = useSlice(source, model => ({
		typed: model.typed,
		hasNotice: model.notice !== null,
		keys: model.keys,
	}));
	return (
		<Box {...placed(placement)}>
			{typed !== null ? (
				<TypedLine {...typed} width={width} />
			) : hasNotice ? (
				<Live source={source} draw={noticeLine} />
			) : (
				<Keys keys={keys} width={width} />
			)}
		</Box>
	);
}
