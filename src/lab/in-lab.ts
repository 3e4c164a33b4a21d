/** A session for one piece of work on a server of the lab, and on no other server. */
import type {Result} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {Estate} from './estate.ts';
import {connectToLab} from './proof.ts';

/** On the primary. What a runbook's author wrote as SQL runs only on a server that has just shown the lab's token. */
export const inLab = <Value>(
  {primary, token}: Pick<Estate, 'primary' | 'token'>,
  work: (connection: Connection) => Promise<Result<Value>>,
): Promise<Result<Value>> => working(connectToLab(primary, token), work);

/** On the server that takes writes now, which after a failover is another one. */
export const inLabNow = <Value>(
  estate: Estate,
  work: (connection: Connection) => Promise<Result<Value>>,
): Promise<Result<Value>> => working(connectToLabNow(estate), work);

/** A session on that server; whoever opens it closes it. */
export const connectToLabNow = (estate: Estate): Promise<Result<Connection>> =>
  connectToLab(estate.primary, estate.token);

const working = async <Value>(
  opening: Promise<Result<Connection>>,
  work: (connection: Connection) => Promise<Result<Value>>,
): Promise<Result<Value>> => {
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
