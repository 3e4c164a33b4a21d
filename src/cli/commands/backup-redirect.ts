/** `lifeboat backup redirect-name`, `redirect-pooler`, `redirect-balancer`: where clients go. */
import {redirectBalancer} from '../../backup/failover/redirect-balancer.ts';
import {redirectName} from '../../backup/failover/redirect-name.ts';
import {redirectPooler} from '../../backup/failover/redirect-pooler.ts';
import {parseDurationMs} from '../../base/duration.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {firstRefusal, given, ownFile, placeOf, printOrHinder} from './backup-surroundings.ts';

type NameOptions = {
  readonly service: string;
  readonly zone: string;
  readonly name: string;
  readonly key: string;
  readonly to: string;
  readonly ttl?: string;
};

export const redirectNameCommand = async (options: NameOptions): Promise<number> => {
  const ttlMs = parseDurationMs(options.ttl ?? '5s');
  if (!ttlMs.ok) {
    return printRefusal(refuse('usage', `--ttl: ${ttlMs.reason}.`).reason);
  }
  const own = ownFile(options.key);
  return own.ok
    ? printOrHinder(
        await redirectName({
          service: options.service,
          zone: options.zone,
          name: options.name,
          keyFile: options.key,
          to: options.to,
          ttlSeconds: Math.max(0, Math.round(ttlMs.value / 1000)),
        }),
      )
    : printRefusal(own.reason);
};

type FromTo = {readonly from: string; readonly to: string};

type PoolerOptions = FromTo & {
  readonly poolerConfig: string;
  readonly also?: readonly string[];
  readonly keep?: readonly string[];
};

export const redirectPoolerCommand = async (options: PoolerOptions): Promise<number> => {
  const console = given('LIFEBOAT_POOLER');
  const also = (options.also ?? []).map(text => placeOf('--also', text));
  const [from, to] = [placeOf('--from', options.from), placeOf('--to', options.to)];
  const own = ownFile(options.poolerConfig);
  if (console === undefined) {
    return printRefusal(
      refuse(
        'usage',
        'LIFEBOAT_POOLER is not set.',
        'Give its admin console as LIFEBOAT_POOLER=postgres://admin@host:6432/pgbouncer in the environment.',
      ).reason,
    );
  }
  if (!from.ok || !to.ok || !own.ok || also.some(place => !place.ok)) {
    return printRefusal(firstRefusal(from, to, own, ...also));
  }
  return printOrHinder(
    await redirectPooler({
      console,
      configFile: options.poolerConfig,
      from: from.value,
      also: also.flatMap(place => (place.ok ? [place.value] : [])),
      keeps: options.keep ?? [],
      to: to.value,
    }),
  );
};

export const redirectBalancerCommand = async (options: FromTo & {readonly socket: string}): Promise<number> => {
  const [from, to] = [placeOf('--from', options.from), placeOf('--to', options.to)];
  const own = ownFile(options.socket);
  if (!from.ok || !to.ok || !own.ok) {
    return printRefusal(firstRefusal(from, to, own));
  }
  return printOrHinder(await redirectBalancer({socket: options.socket, from: from.value, to: to.value}));
};
