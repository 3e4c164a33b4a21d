/** The names of a database while it is restored from a dump, and of the one that it takes the place of. */

/** NAMEDATALEN less one, in bytes. */
const nameMaxBytes = 63;

/** Where the dump is loaded: nobody looks for it there, so nobody writes into a half of it. */
export const restoredName = (database: string): string => withPrefix('lifeboat-restored ', database);

/** Where the one goes that was there. */
export const keptName = (database: string): string => withPrefix('lifeboat-kept ', database);

/** Stands as a comment on the first, so that a later try knows its own. */
export const ours = 'Restored from a dump by Lifeboat';

/** Instead of it on one that had the name for a while: what was written to it then may be nowhere else. */
export const wasInUse = (until: Date): string => `${ours}; was in use until ${until.toISOString()}`;

const withPrefix = (prefix: string, database: string): string => {
  let name = prefix + database;
  while (Buffer.byteLength(name) > nameMaxBytes) {
    name = [...name].slice(0, -1).join('');
  }
  return name;
};
