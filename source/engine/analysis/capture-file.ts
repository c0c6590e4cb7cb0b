/** Analysis of a file or of standard input: the records are pulled straight from it, so nothing is lost. */
import type {MessagePort} from 'node:worker_threads';
import {CaptureReader} from '../capture/capture-reader.js';
import {ReadProgress} from '../capture/descriptor.js';
import {readCaptureFile} from '../capture/file.js';
import {readCaptureStdin} from '../capture/stdin.js';
import {NetanalError} from '../errors.js';
import type {SnapshotError} from '../snapshot.js';
import {serve} from './commands.js';
import type {AnalysisReport} from './messages.js';
import type {Session} from './session.js';

export async function analyzeCapture(session: Session, port: MessagePort): Promise<void> {
	const {source, count} = session.data;
	const report = (message: AnalysisReport) => port.postMessage(message);
	const stopping = new AbortController();
	const reader = new CaptureReader(session.analyzer, {limit: count ?? undefined});
	const progress = new ReadProgress();
	session.describe = () => {
		session.format = reader.format;
		session.snaplen = reader.snaplen;
		session.declaredLinkTypes = reader.linkTypes;
		session.error ??= reader.error && {...reader.error, message: `${session.name}: ${reader.error.message}`};
	};

	const finish = serve(session, port, () => stopping.abort(), progress);
	report({type: 'started'});
	try {
		const options = {signal: stopping.signal, progress};
		if (source.kind === 'file') await readCaptureFile(source.path, reader, options);
		else await readCaptureStdin(reader, options);
	} catch (error) {
		if (!(error instanceof NetanalError)) throw error;
		session.error = {code: error.code, message: error.message, offset: error.offset};
	} finally {
		finish();
	}

	session.describe();
	const {error} = session;
	if (error !== null && neverBegan(error, reader)) report({type: 'failed', error});
	else report({type: 'end', snapshot: session.snapshot()});
}

/** True when there is nothing to show: not even the head of a capture could be read. */
function neverBegan(error: SnapshotError, reader: CaptureReader): boolean {
	return error.code === 'NOT_A_CAPTURE' || reader.format === null;
}
