/** Texts kept at most: several times those of one frame. */
export const MOST_TEXTS = 512;

/**
 * Stands in the bundle (scripts/build.js) where Ink keeps what it knows of each text that it was ever given: dialogs in each size that a
 * terminal has had, and all that was typed into them. This one keeps the last ones (docs/decisions/0023).
 */
export class LastTexts<Value> extends Map<string, Value> {
	override set(text: string, value: Value): this {
		if (this.size >= MOST_TEXTS && !this.has(text)) {
			this.delete(this.keys().next().value!);
		}
		return super.set(text, value);
	}
}
