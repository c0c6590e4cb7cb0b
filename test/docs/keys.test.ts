import fs from 'node:fs';
import {expect, it} from 'vitest';
import {SETTINGS} from '../../source/commands/dashboard/config.js';
import {keysDocument} from '../../source/input/document.js';

it('docs/keys.md is current; node scripts/keys.js writes it anew', () => {
	const text = fs.readFileSync(new URL('../../docs/keys.md', import.meta.url), 'utf8');
	expect(text).toBe(keysDocument(SETTINGS));
});
