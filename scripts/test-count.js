#!/usr/bin/env node
// Prints `N passed, N failed` from vitest's JSON report: `node scripts/test-count.js REPORT`. A run that broke off
// before its report, or a test file that could not be loaded, counts as one failure.
import fs from 'node:fs';
import process from 'node:process';

let report = null;
try {
	report = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
} catch {
	console.error('test-count: no test report: a step before the tests failed');
}

const passed = report?.numPassedTests ?? 0;
let failed = report?.numFailedTests ?? 0;
for (const file of report?.testResults ?? []) {
	if (file.status === 'failed' && !file.assertionResults.some(({status}) => status === 'failed')) {
		failed++;
	}
}
if (!report?.success && failed === 0) {
	failed = 1;
}
if (report?.numPendingTests) {
	console.log(`${report.numPendingTests} skipped`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
