import type {Plugin} from 'vite';

export function validatorForVite(root: string): Plugin;
