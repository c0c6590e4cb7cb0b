/** Every application protocol, one file each. Where several would say yes, the one listed first wins. */
import type {ApplicationProtocol} from './recognition.js';

// Names, addresses, security and web

// Mail, files, databases, control and the rest

export const PROTOCOLS: readonly ApplicationProtocol[] = [
	// Names, addresses, security and web
	// Mail, files, databases, control and the rest
	// Heuristics of last resort: little structure, so all others are asked before them
];
