/** What two texts begin with alike. */
export function commonStart(a: string, b: string): string {
	let length = 0;
	while (length < a.length && a[length] === b[length]) {
		length++;
	}
	return a.slice(0, length);
}
