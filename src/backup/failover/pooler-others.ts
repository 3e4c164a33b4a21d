/** The databases of a pooler that lead to neither place: whoever goes by them may go on to the old primary, so somebody says what they are. */
import {type Result, succeed} from '../../base/result.ts';
import type {ConsoleRow} from '../../postgres/admin-console.ts';
import {type Hindrance, unsafe} from '../in-place/hindrance.ts';
import {databasesIn, leadsTo, type Place} from './pooler-file.ts';
import {ownAddressOf} from './resolve-name.ts';

export type Explained = {
  readonly from: Place;
  readonly also: readonly Place[];
  readonly keeps: readonly string[];
  readonly to: Place;
};

type Other = {readonly name: string; readonly host: string | null; readonly port: number};

/**
 * Those that were kept by a person's word, in words; refused while there is one more. Its file is asked and the pooler itself,
 * which knows those of files that it includes as well.
 */
export const unexplained = async (
  {from, also, keeps, to}: Explained,
  text: string,
  running: readonly ConsoleRow[],
): Promise<Result<readonly string[], Hindrance>> => {
  const all = allOf(text, running);
  const contradicted = all.find(one => keeps.includes(one.name) && leadsTo(one, [from, ...also]));
  if (contradicted !== undefined) {
    return unsafe(
      `The database "${contradicted.name}" is to be kept, and leads to ${placeOf(contradicted)}, which is the old server.`,
      'Leave it out of --keep.',
    );
  }
  const others = all.filter(one => !leadsTo(one, [from, ...also, to]));
  const unknown = others.filter(({name}) => !keeps.includes(name));
  if (unknown.length > 0) {
    const named = await Promise.all(unknown.map(async one => `${inWords(one)}${await hintOn(one, from)}`));
    return unsafe(
      `The pooler has databases that lead to neither place: ${named.join(', ')}. If one of them is the old server by another name, its clients go on writing there, so nothing was changed.`,
      'Say of each what it is: --also HOST:PORT where that is the old server too, --keep NAME where it is another one.',
    );
  }
  return succeed(others.map(inWords));
};

/** Each once: the file may be newer than what the pooler has read, and its own console is no database. */
const allOf = (text: string, running: readonly ConsoleRow[]): readonly Other[] => {
  const written = databasesIn(text);
  const known = new Set(written.map(({name}) => name));
  const read = running
    .filter(({name}) => name !== 'pgbouncer' && !known.has(String(name)))
    .map(({name, host, port}) => ({
      name: String(name),
      host: typeof host === 'string' && host !== '' ? host : null,
      port: Number(port),
    }));
  return [...written, ...read];
};

const inWords = (one: Other): string => `${one.name} (${placeOf(one)})`;

const placeOf = ({host, port}: Omit<Other, 'name'>): string =>
  host === null || host.startsWith('/') ? `a socket of its own host, port ${port}` : `${host}:${port}`;

/** Only to help whoever decides: a name may have several addresses, and a server too. */
const hintOn = async ({host, port}: Other, from: Place): Promise<string> => {
  if (host === null || host.startsWith('/') || port !== from.port) {
    return '';
  }
  const [one, other] = await Promise.all([ownAddressOf(host), ownAddressOf(from.host)]);
  return one.ok && other.ok && one.value === other.value ? `, which is the address of ${from.host}` : '';
};
