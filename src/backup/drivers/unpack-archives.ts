/** Unpacks the archives of a base backup, one after the other: the data directory, and each tablespace into its place below it. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';
import {type Unpacker, unpackTar} from './unpack-tar.ts';

export type Archives = {
  /** The next one, by the name that the server gives it: `base.tar`, or the number of a tablespace. Throws for any other. */
  readonly begin: (name: string) => void;
  readonly take: (bytes: Buffer) => void;
  /** Bytes of all files. Throws where the last one is not whole. */
  readonly end: () => number;
};

/** Tablespaces become directories of the backup, so that it stands by itself; its manifest names their files so too. */
export const unpackArchives = (into: string, user: ServerUser): Archives => {
  let unpacker: Unpacker | null = null;
  let bytes = 0;
  const finish = (): number => {
    bytes += unpacker?.end().bytes ?? 0;
    unpacker = null;
    return bytes;
  };
  return {
    begin: name => {
      finish();
      const [, oid] = /^(\d+)\.tar$/.exec(name) ?? [];
      if (name !== 'base.tar' && oid === undefined) {
        throw new Error(`the server sends ${JSON.stringify(name)}, which is no part of a base backup`);
      }
      const places = oid === undefined ? [into] : [join(into, 'pg_tblspc'), join(into, 'pg_tblspc', oid)];
      for (const place of places) {
        mkdirSync(place, {recursive: true, mode: 0o700});
        giveTo(user, place);
      }
      unpacker = unpackTar(places.at(-1) ?? into, user);
    },
    take: piece => unpacker?.take(piece),
    end: finish,
  };
};
