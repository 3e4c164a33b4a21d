/** A session for one piece of work on a server of the lab, and on no other server. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {formatConnection, parseConnection} from '../postgres/uri.ts';
import type {Estate} from './estate.ts';
import {connectToLab} from './proof.ts';

type Work<Value> = (connection: Connection) => Promise<Result<Value>>;

/** On the primary. What a runbook's author wrote as SQL runs only on a server that has just shown the lab's token. */
export const inLab = <Value>({primary, token}: Pick<Estate, 'primary' | 'token'>, work: Work<Value>) =>
  working(connectToLab(primary, token), work);

/** The same in the database `postgres`, where that of the lab may not be there or cannot be used. */
export const inServer = <Value>({primary, token}: Pick<Estate, 'primary' | 'token'>, work: Work<Value>) =>
  working(connectToLab(besides(primary), token), work);

/** On the server that takes writes now, which after a failover is another one. */
export const inLabNow = <Value>(estate: Estate, work: Work<Value>) => working(connectToLabNow(estate), work);

/** Both together. */
export const inServerNow = async <Value>(estate: Estate, work: Work<Value>): Promise<Result<Value>> => {
  const server = await serverNow(estate);
  return server.ok ? working(connectToLab(besides(server.value), estate.token), work) : server;
};

/** A session on that server; whoever opens it closes it. */
export const connectToLabNow = async (estate: Estate): Promise<Result<Connection>> => {
  const server = await serverNow(estate);
  return server.ok ? connectToLab(server.value, estate.token) : server;
};

const serverNow = async ({primary}: Estate): Promise<Result<string>> => succeed(primary);

const besides = (uri: string): string => {
  const target = parseConnection(uri);
  return target.ok ? formatConnection({...target.value, database: 'postgres'}) : uri;
};

const working = async <Value>(opening: Promise<Result<Connection>>, work: Work<Value>): Promise<Result<Value>> => {
  const connection = await opening;
  if (!connection.ok) {
    return connection;
  }
  try {
    return await work(connection.value);
  } finally {
    await connection.value.close();
  }
};
