/** What the broker keeps of a job, checked before anybody relies on it: whoever may write there may have written anything. */
import {objectOf} from '../message/check-state.js';
import {parsedAsItIs} from '../message/codec.js';
import {Refused} from '../message/refused.js';
import {isId, type JobSheet, WORK_SCHEMA, type WorkItem} from './job.js';

/** @throws Refused */
export function decodeItem(bytes: Uint8Array): WorkItem {
	const item = ours(bytes);
	if (!isId(item.job) || !isId(item.item) || !isPath(item.path) || typeof item.secret !== 'string') {
		throw new Refused('it names no file of a job');
	}
	objectOf(item.options, 'options');
	return item as unknown as WorkItem;
}

/** @throws Refused */
export function decodeSheet(bytes: Uint8Array): JobSheet {
	const sheet = ours(bytes);
	const files = objectOf(sheet.files, 'files');
	if (!isId(sheet.job) || typeof sheet.secret !== 'string' || !Object.entries(files).every(isFile)) {
		throw new Refused('it lists no files of a job');
	}
	return sheet as unknown as JobSheet;
}

function ours(bytes: Uint8Array): Record<string, unknown> {
	const message = objectOf(parsedAsItIs(bytes), 'message');
	if (message.schema !== WORK_SCHEMA) {
		throw new Refused(`its schema is not ${WORK_SCHEMA}`);
	}
	return message;
}

const isPath = (value: unknown) => typeof value === 'string' && value.startsWith('/') && !value.includes('\0');
const isFile = ([item, path]: [string, unknown]) => isId(item) && isPath(path);
