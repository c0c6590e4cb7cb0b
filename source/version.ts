/** Set by scripts/build.js and vitest.config.ts from package.json. */
declare const NETANAL_VERSION: string;

/** The version of this program, as in package.json. */
export const VERSION: string = NETANAL_VERSION;
