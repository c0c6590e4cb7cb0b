/** CSV as RFC 4180 has it: CRLF after every row, quotes where they are needed. */

export type CsvCell = string | number | boolean | null;

/** What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** The same behind a semicolon: where the comma is the decimal sign, spreadsheets begin a cell there, in quotes or not. */
const FURTHER_FORMULA = /;(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/g;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * One row with its CRLF. Text that a spreadsheet would run as a formula gets an apostrophe before it; a plain number stays
 * one, whatever its sign. Null is an empty cell.
 */
export function csvRow(cells: readonly CsvCell[]): string {
	return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: CsvCell): string {
	if (value === null) {
		return '';
	}
	if (typeof value !== 'string') {
		return String(value);
	}
	const defused = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
	const text = defused.replaceAll(FURTHER_FORMULA, ";'");
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
