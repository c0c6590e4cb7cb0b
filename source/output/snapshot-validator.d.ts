/** Made by scripts/validator.js from the published schema. */
declare module 'netanal:snapshot-validator' {
	import type {ValidateFunction} from 'ajv';

	const validate: ValidateFunction;
	export default validate;
}

/** The same for messages: bounded, and what the schema does not have is taken off what is checked. */
declare module 'netanal:message-validator' {
	import type {ValidateFunction} from 'ajv';

	const validate: ValidateFunction;
	export default validate;
}
