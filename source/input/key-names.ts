/** The names that keys can have: what `KeyParser` gives. */
const NAMED =
	/^(?:up|down|left|right|home|end|pageup|pagedown|insert|delete|backspace|tab|enter|escape|space|center|f(?:[1-9]|1[0-2]))$/;

/** A character, a named key, or one of them with ctrl-, alt- or shift- before it, in this order. */
export function isKeyName(key: string): boolean {
	if ([...key].length === 1) {
		return !/[\p{Cc}\p{Cf}\p{Cs}\s]/u.test(key);
	}
	const [, modifiers = '', name = ''] = /^((?:ctrl-)?(?:alt-)?(?:shift-)?)(.+)$/u.exec(key) ?? [];
	if (NAMED.test(name)) {
		return true;
	}
	// what a terminal can send of control and a character are C0 codes; some of them are keys of their own
	return (
		(modifiers === 'ctrl-' && /^[a-gk-ln-z\\\]^_]$/u.test(name)) || (modifiers === 'alt-' && [...name].length === 1)
	);
}
