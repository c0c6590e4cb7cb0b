/**
 * Stands in for the package `string-width` in the bundle (scripts/build.js): Ink measures as the rest of the program does.
 * Of safe text both say the same; this one needs no segmenter and no table of emoji (docs/decisions/0023).
 */
export {paintedWidth as default} from '../../format/painted.js';
