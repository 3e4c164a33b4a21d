/** The auth_file of a PgBouncer on this host: the new verifiers go where the old secrets stood, and every other line stays. */

import {readFileSync, statSync} from 'node:fs';
import {fail, type Result, succeed} from '../base/result.ts';
import {replaceByDraft} from '../postgres/drafts.ts';

/**
 * Gives the roles of the file that have a new verifier that one, and says which. The format is of PgBouncer's manual
 * ("Authentication file format"): "role" "secret", quotes doubled. With the very verifier that the server has, it can log
 * in there for its clients. The file is replaced as a whole and keeps its mode and owner.
 */
export const rewriteAuthFile = (path: string, verifiers: ReadonlyMap<string, string>): Result<readonly string[]> => {
  try {
    const changed: string[] = [];
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .map(line => {
        const [, quoted, rest = ''] = /^"((?:[^"]|"")*)"[ \t]+"(?:[^"]|"")*"(.*)$/.exec(line) ?? [];
        const role = quoted?.replaceAll('""', '"');
        const verifier = role === undefined ? undefined : verifiers.get(role);
        if (role === undefined || verifier === undefined) {
          return line;
        }
        changed.push(role);
        return `"${quoted}" "${verifier}"${rest}`;
      });
    const {mode, uid, gid} = statSync(path);
    replaceByDraft(path, lines.join('\n'), {mode: mode & 0o777, owner: {uid, gid}});
    return succeed(changed);
  } catch (thrown) {
    return fail(`the auth_file of the pooler cannot be written: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
};
