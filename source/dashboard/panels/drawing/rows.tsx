import {Text} from 'ink';

/** Lines of styled text, one below the other. */
export function Rows({lines}: {lines: readonly string[]}) {
	return <Text>{lines.join('\n')}</Text>;
}
