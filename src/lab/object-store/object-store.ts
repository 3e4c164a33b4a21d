/** Where the object store of a lab is, and what its clients need to know of it. */
import {createServer} from 'node:net';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {StorePlace} from '../../object-store/store-place.ts';
import {findStorePrograms} from './store-programs.ts';

/** All that a record has to keep: ports on 127.0.0.1. */
export type ObjectStorePlan = {readonly gateway: number; readonly monitor: number};

export type ObjectStore = {
  readonly directory: string;
  readonly plan: ObjectStorePlan;
  /** As the client of a repository is told of it. */
  readonly place: StorePlace & {readonly caFile: string};
};

export const objectStoreOf = (labDirectory: string, plan: ObjectStorePlan): ObjectStore => {
  const directory = join(labDirectory, 'store');
  return {
    directory,
    plan,
    place: {
      // By name: pgBackRest looks for no address in a certificate.
      url: `https://localhost:${plan.gateway}/backups/tickets`,
      credentialsFile: join(directory, 'credentials'),
      caFile: join(directory, 'ca.crt'),
    },
  };
};

/** Two ports that are free now, both held at the same moment; a reason where its programs are not here. */
export const planObjectStore = async (): Promise<Result<ObjectStorePlan>> => {
  const programs = await findStorePrograms();
  if (!programs.ok) {
    return programs;
  }
  const servers = [createServer(), createServer()] as const;
  try {
    const [gateway, monitor] = await Promise.all(servers.map(portOf));
    return succeed({gateway: gateway ?? 0, monitor: monitor ?? 0});
  } catch (thrown) {
    return fail(
      `the object store finds no ports on this host: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  } finally {
    for (const server of servers) {
      server.close();
    }
  }
};

const portOf = (server: ReturnType<typeof createServer>): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen({host: '127.0.0.1', port: 0}, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : 0);
    });
  });
