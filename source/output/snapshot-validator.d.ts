/** Made by scripts/validator.js from the published schema. */
declare module 'netanal:snapshot-validator' {
	import type {ValidateFunction} from 'ajv';

	const validate: ValidateFunction;
	export default validate;
}
