#!/usr/bin/env node
/** Loads the program. Its files are opened side by side: where the system lets too few be open, this file alone is there to say so. */
import fs from 'node:fs';

const FAILED = 1;
const TOO_MANY_OPEN = new Set(['EMFILE', 'ENFILE']);

import('./main.js')
	.then(({run}) => run())
	.catch((error: NodeJS.ErrnoException) => {
		if (!TOO_MANY_OPEN.has(error.code ?? '')) {
			throw error;
		}
		fs.writeSync(2, 'netanal-tui: too few files may be open at once; allow more: ulimit -n 256\n');
		process.exit(FAILED);
	});
