import fs from 'node:fs';
import {nameOfBytes, pathOf} from '../../format/raw-name.js';

/** Where a name leads, also through names that are not UTF-8, as `format/raw-name.ts` writes them. @throws as the system does */
export const realPath = (name: string): string =>
	nameOfBytes(fs.realpathSync.native(pathOf(name), {encoding: 'buffer'}));
