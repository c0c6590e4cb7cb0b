/** Sixteen letters and digits for a name that nobody else has. `node:crypto` would take longer to load than a file to be written. */
export const uniqueWord = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex');
