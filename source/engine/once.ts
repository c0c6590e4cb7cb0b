import type {EngineSource} from './options.js';

/** Whether what comes from a source does not come a second time. What has a path is taken for a file, which can be read again. */
export const comesOnce = ({kind}: EngineSource): boolean => kind !== 'file';
