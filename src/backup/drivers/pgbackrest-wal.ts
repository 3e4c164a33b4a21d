/** WAL of a repository of pgBackRest, one segment after the other: it is packed there, and only pgBackRest unpacks it. */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {giveTo, runAs, type ServerUser} from '../../postgres/server-user.ts';
import type {WalArchive} from '../wal/wal-archive.ts';

type Stanza = {readonly program: string; readonly user: ServerUser; readonly config: string; readonly stanza: string};

/** A segment of a slow object store. */
const timeoutMs = 10 * 60_000;

/** It lists no names, so each segment is asked for; one that it has not is the end. */
export const stanzaWal = ({program, user, config, stanza}: Stanza): WalArchive => ({
  name: `the stanza ${stanza}`,
  names: null,
  read: async file => {
    const place = mkdtempSync(join(tmpdir(), 'lifeboat-wal-'));
    try {
      giveTo(user, place);
      const into = join(place, file);
      const words = [`--config=${config}`, `--stanza=${stanza}`, '--log-level-console=off', 'archive-get', file, into];
      const got = await runAs(user, [program, ...words], {timeoutMs});
      return got.ok ? readFileSync(into) : null;
    } finally {
      rmSync(place, {recursive: true, force: true});
    }
  },
});
