/** Where a library that servers load lies: an extension has no program that could be looked for. */
import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';

/** Beside the programs of that directory, as Debian and Red Hat have it and as PostgreSQL builds by itself; null where it is not. */
export const findLibrary = (programs: string, file: string): string | null =>
  [join(dirname(programs), 'lib'), join(dirname(programs), 'lib', 'postgresql')]
    .map(place => join(place, file))
    .find(path => existsSync(path)) ?? null;
