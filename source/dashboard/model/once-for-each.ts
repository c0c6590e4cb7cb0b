/** @returns a function that makes a thing of an object the first time that it is asked, and has it from then on; objects stay as they are */
export function onceForEach<Key extends object, Value>(make: (of: Key) => Value): (of: Key) => Value {
	const made = new WeakMap<Key, {value: Value}>();
	return of => {
		let known = made.get(of);
		if (known === undefined) {
			known = {value: make(of)};
			made.set(of, known);
		}
		return known.value;
	};
}
