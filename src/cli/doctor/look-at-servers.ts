/** The PostgreSQL servers of this host, and which of them labs and restores use. */
import {realpathSync} from 'node:fs';
import {embeddedVersion} from '../../postgres/embedded-binaries.ts';
import {findServerBinaries, installedServers} from '../../postgres/server-binaries.ts';
import {findServerUser} from '../../postgres/server-user.ts';
import type {Doctor, FoundServer} from '../../report/doctor/doctor.ts';

export const lookAtServers = async (): Promise<Pick<Doctor, 'servers' | 'noServer'>> => {
  const user = findServerUser();
  const used = user.ok ? await findServerBinaries(user.value) : user;
  const chosen = used.ok ? used.value : undefined;
  const installed = (await installedServers()).map(
    ({version, directory}): FoundServer => ({
      version,
      directory,
      source: 'installed',
      isUsed: chosen !== undefined && chosen.source !== 'embedded' && isSame(chosen.directory, directory),
    }),
  );
  const embedded = embeddedVersion();
  const brought: readonly FoundServer[] =
    embedded === null
      ? []
      : [{version: embedded, directory: null, source: 'embedded', isUsed: chosen?.source === 'embedded'}];
  const all = [...withoutTwins(installed), ...brought];
  const other: readonly FoundServer[] =
    chosen === undefined || all.some(({isUsed}) => isUsed)
      ? []
      : [{version: chosen.version, directory: chosen.directory, source: 'chosen', isUsed: true}];
  return {servers: [...other, ...all], noServer: used.ok ? null : used.reason};
};

/** The same directory by two ways, as /usr/bin and where its links lead. */
const withoutTwins = (servers: readonly FoundServer[]): readonly FoundServer[] => [
  ...new Map(servers.map(server => [realOf(server.directory ?? ''), server])).values(),
];

const isSame = (one: string, other: string): boolean => realOf(one) === realOf(other);

const realOf = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};
