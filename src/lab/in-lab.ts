/** A session for one piece of work on a server of the lab, and on no other server. */
import type {Result} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {Estate} from './estate.ts';
import {connectToLab} from './proof.ts';
import {maintenanceConnection} from './sites/current.ts';

type Work<Value> = (connection: Connection) => Promise<Result<Value>>;

/** On the primary. What a runbook's author wrote as SQL runs only on a server that has just shown the lab's token. */
export const inLab = <Value>({primary, token}: Pick<Estate, 'primary' | 'token'>, work: Work<Value>) =>
  working(connectToLab(primary, token), work);

/** The same in the database `postgres`, where that of the lab may not be there or cannot be used. */
export const inServer = <Value>({primary, token}: Pick<Estate, 'primary' | 'token'>, work: Work<Value>) =>
  working(connectToLab(maintenanceConnection({connection: primary}), token), work);

/** On the server that takes writes now, which after a failover is another one. */
export const inLabNow = <Value>(estate: Estate, work: Work<Value>) => working(connectToLabNow(estate), work);

/** Both together. */
export const inServerNow = async <Value>(estate: Estate, work: Work<Value>): Promise<Result<Value>> => {
  const site = await estate.current();
  return site.ok ? working(connectToLab(maintenanceConnection(site.value), estate.token), work) : site;
};

/** A session on that server; whoever opens it closes it. */
export const connectToLabNow = async (estate: Estate): Promise<Result<Connection>> => {
  const site = await estate.current();
  return site.ok ? connectToLab(site.value.connection, estate.token) : site;
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
