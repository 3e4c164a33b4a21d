/** The last word of a path: by it people know a step. */
import type {Path} from '../../run/path.ts';

export const idOf = (path: Path): string => path.slice(path.lastIndexOf('/') + 1);
