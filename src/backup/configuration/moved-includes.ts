/** The includes of a configuration that moves: whole paths into the directory where it stood lead into the one where it is laid. */
import {join} from 'node:path';

/**
 * `include`, `include_if_exists` and `include_dir`, with the path in single quotes as in postgresql.conf, or in double ones or
 * none as in pg_hba.conf since version 16. A path of its own is taken from the file that names it, and needs no change; one that leads
 * outside stays as it is. The server does not start where an included file is not there.
 */
export const withMovedIncludes = (bytes: Buffer, from: string, to: string): Buffer => {
  if (from === to) {
    return bytes;
  }
  const text = bytes.toString('latin1');
  const own = Buffer.from(from).toString('latin1');
  const moved = text.replaceAll(including, (all: string, before: string, ...paths: readonly (string | undefined)[]) => {
    const [single, double, bare] = paths;
    const quote = single !== undefined ? "'" : double !== undefined ? '"' : '';
    const path = single?.replaceAll("''", "'") ?? double ?? bare ?? '';
    if (path !== own && !path.startsWith(`${own}/`)) {
      return all;
    }
    const there = join(Buffer.from(to).toString('latin1'), path.slice(own.length));
    return `${before}${quoted(there, quote)}`;
  });
  return moved === text ? bytes : Buffer.from(moved, 'latin1');
};

const including =
  /^([ \t]*include(?:_if_exists|_dir)?(?:[ \t]*=[ \t]*|[ \t]+))(?:'((?:[^'\n]|'')*)'|"([^"\n]*)"|(\/[^\s"'#]+))/gim;

const quoted = (path: string, quote: string): string =>
  quote === "'" ? `'${path.replaceAll("'", "''")}'` : quote === '"' || /\s/.test(path) ? `"${path}"` : path;
