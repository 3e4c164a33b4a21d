/** Whether clients are served, asked as one of them: by the name, pooler, balancer or hosts that they take, and over the network. */
import {type Result, succeed} from '../base/result.ts';
import type {Estate} from './estate.ts';
import {placesOf} from './workload/places.ts';
import {openWritable} from './workload/writable-session.ts';

/** Long enough for a busy host; what is cut off never answers. */
const patienceMs = 1_500;

/** Gives a reason where no session that may write is to be had. */
export const clientsAreServed = async (
  estate: Pick<Estate, 'sites' | 'network' | 'dataset' | 'accounts'>,
): Promise<Result<void>> => {
  const {network} = estate;
  const places = await placesOf(estate);
  const session = places.ok
    ? await openWritable(places.value, {
        connectTimeoutMs: patienceMs,
        statementTimeoutMs: patienceMs,
        answerTimeoutMs: patienceMs,
        ...(network !== null && {from: network.clients.watch}),
      })
    : places;
  if (session.ok) {
    await session.value.connection.close();
  }
  return session.ok ? succeed(undefined) : session;
};
