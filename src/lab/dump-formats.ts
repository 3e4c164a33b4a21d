/** The formats of dumps that a lab has besides that of `lab.dump`, and where each lies. */
import {join} from 'node:path';

/** `gzip` is SQL that was compressed on the way, as `pg_dump | gzip` makes it. */
export const otherDumps = ['plain', 'gzip', 'custom'] as const;

export type OtherDump = (typeof otherDumps)[number];

/** What a person would call them. */
const fileNames: {readonly [Format in OtherDump]: string} = {
  plain: 'dump.sql',
  gzip: 'dump.sql.gz',
  custom: 'dump.custom',
};

/** Where those lie that were asked for. */
export const dumpPaths = (
  directory: string,
  formats: readonly OtherDump[],
): {readonly [Format in OtherDump]?: string} =>
  Object.fromEntries(formats.map(format => [format, join(directory, fileNames[format])]));

/** What pg_dump is told to make each of them. SQL says when it was begun only where pg_dump is told to be verbose. */
export const dumpWords: {readonly [Format in OtherDump]: readonly string[]} = {
  plain: ['--format=plain', '--verbose'],
  gzip: ['--format=plain', '--verbose', '--compress=6'],
  custom: ['--format=custom'],
};
