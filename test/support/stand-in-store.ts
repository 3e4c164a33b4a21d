/** An object store on loopback that does what a real one cannot be made to do: be busy, break off, give back something else. */
import type {ServerResponse} from 'node:http';
import {type Store, storeWith} from '../../src/object-store/store-place.ts';
import {type Asked, type HttpServer, httpsServer} from './http-server.ts';
import {must} from './postgres-must.ts';

export const standInKeys = {
  accessKeyId: 'AKIDREPOSITORY',
  secretAccessKey: 'wJalrXUtnFEMIbPxRfiCY',
  region: 'us-east-1',
};

/** Answers each request by the function; its bucket is `backups`, its prefix `tickets`. */
export const standInStore = async (
  answer: (asked: Asked, response: ServerResponse) => void,
): Promise<HttpServer & {readonly store: Store}> => {
  const server = await httpsServer(answer);
  const store = must(storeWith({url: `${server.url}/backups/tickets`, caFile: server.certificate}, standInKeys));
  return {...server, store};
};
