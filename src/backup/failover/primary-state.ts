/** Whether a primary is really gone: asked over the network, by its console, on its own disk, and of the standby that follows it. */
import {type Result, succeed} from '../../base/result.ts';
import {seesOnlySome} from '../../postgres/process-identity.ts';
import type {Hindrance} from '../in-place/hindrance.ts';
import type {Surroundings} from '../in-place/place.ts';
import {lookAtOldSide, type OldSide} from './old-side.ts';
import {type ProbedServer, type Probing, probeServer, usualProbing} from './probe-server.ts';
import {leadToOneServer} from './same-server.ts';
import {lookAtStandby, type StandbyState, warningsOf} from './standby-state.ts';

export type PrimaryLook = {
  /** The primary as administrators reach it. */
  readonly primary: string;
  /** The same server by another way, such as its socket. */
  readonly console?: string | undefined;
  readonly standby?: string | undefined;
  /** The way that clients take, with the name service that they ask. */
  readonly clients?: string | undefined;
  readonly resolver?: string | undefined;
  readonly dataDirectory?: string | undefined;
  readonly surroundings: Surroundings;
  readonly probing?: Partial<Probing>;
};

export type Verdict =
  /** It answers and takes writes. */
  | 'up'
  /** It takes writes, and so does its former standby: two truths already. */
  | 'two-primaries'
  /** Its standby takes writes already, promoted by somebody else: the old primary must never be started beside it. */
  | 'replaced'
  /** It is alive, and something is wrong with it: it lets nobody in, takes no writes, or is a standby. */
  | 'ailing'
  /** Nobody reaches it over the network, and it lives: promoted beside it, there would be two. */
  | 'cut-off'
  /** Nobody reaches it, and a server runs here that may be it: who it is, only root sees. It is taken for one that lives. */
  | 'hidden'
  /** It does not run, and its files are there: started again it has all that was committed. */
  | 'down'
  /** Nothing of it was seen. */
  | 'gone';

export type PrimaryState = {
  readonly verdict: Verdict;
  /** In one or two sentences, for the person who decides. */
  readonly summary: string;
  readonly primary: ProbedServer;
  readonly console: ProbedServer | null;
  /** Null where it was not given, and where the primary is silent: then clients find nothing either. */
  readonly clients: ProbedServer | null;
  readonly standby: (StandbyState & {readonly reached: true}) | {readonly reached: false; readonly why: string} | null;
  readonly old: OldSide | null;
  /** Whether the connection of the primary leads to the promoted standby by now, because an address or a name was moved. */
  readonly isOneServer: boolean;
  /** What of the summary is about the standby, with what is in the way of promoting it; for whoever decides about that. */
  readonly standbySummary: string;
  /** Of the cluster, as whoever could be asked says it; to confirm what is stopped and promoted later. */
  readonly identifier: string | null;
  /** What nobody looked at, in sentences: whoever decides has to know. */
  readonly unseen: readonly string[];
};

/** All of them at once: a person waits. Fails only where a directory must not be looked at. */
export const lookAtPrimary = async (look: PrimaryLook): Promise<Result<PrimaryState, Hindrance>> => {
  const probing = {...usualProbing, ...look.probing};
  const [primary, console, standby] = await Promise.all([
    probeServer(look.primary, probing),
    probeIf(look.console, probing),
    look.standby === undefined ? null : lookAtStandby(look.standby),
  ]);
  // A pooler before a dead server keeps its clients waiting, and what they see then is known.
  const clients =
    primary.state === 'silent' ? null : await probeIf(look.clients, {...probing, resolver: look.resolver});
  const identifier =
    primary.identifier ?? console?.identifier ?? (standby?.ok === true ? standby.value.identifier : null);
  const old =
    look.dataDirectory === undefined
      ? succeed(null)
      : lookAtOldSide(look.dataDirectory, look.surroundings, identifier ?? undefined);
  if (!old.ok) {
    return old;
  }
  const witnessed =
    standby === null
      ? null
      : standby.ok
        ? ({...standby.value, reached: true} as const)
        : ({reached: false, why: standby.reason} as const);
  const seen = {
    primary,
    console,
    clients,
    standby: witnessed,
    old: old.value,
    isOneServer: await areOneServer(look, {primary, standby: witnessed}),
  };
  return succeed({
    ...seen,
    verdict: verdictOn(seen),
    summary: inWords(seen),
    standbySummary:
      witnessed === null ? '' : [ofStandby(witnessed), ...(witnessed.reached ? warningsOf(witnessed) : [])].join(' '),
    identifier: identifier ?? old.value?.identifier ?? null,
    unseen: unseenOf(seen),
  });
};

const probeIf = async (where: string | undefined, probing: Probing): Promise<ProbedServer | null> =>
  where === undefined ? null : probeServer(where, probing);

export type Seen = Pick<PrimaryState, 'primary' | 'console' | 'clients' | 'standby' | 'old' | 'isOneServer'>;

/** Only a standby that takes writes can be taken for the primary. */
const areOneServer = async (
  {primary: where, standby: other}: PrimaryLook,
  {primary, standby}: Pick<Seen, 'primary' | 'standby'>,
): Promise<boolean> =>
  other !== undefined &&
  primary.state === 'takes-writes' &&
  standby?.reached === true &&
  !standby.isStandby &&
  leadToOneServer(where, other);

/** Whoever says that it lives is believed before all who say nothing; a standby that was promoted has taken its place in any case. */
export const verdictOn = (seen: Seen): Verdict => {
  const {primary, standby} = seen;
  if (seen.isOneServer) {
    return 'up';
  }
  const isReplaced = standby?.reached === true && !standby.isStandby;
  if (isReplaced) {
    return takesWrites(seen) ? 'two-primaries' : 'replaced';
  }
  if (primary.state !== 'silent') {
    return primary.state === 'takes-writes' ? 'up' : 'ailing';
  }
  return verdictOnSilent(seen);
};

const takesWrites = ({primary, console}: Seen): boolean =>
  primary.state === 'takes-writes' || console?.state === 'takes-writes';

const verdictOnSilent = ({console, standby, old}: Seen): Verdict => {
  const isHeard = standby?.reached === true && standby.hearsPrimary;
  if (isHeard || old?.state === 'running' || (console !== null && console.state !== 'silent')) {
    return 'cut-off';
  }
  if (old?.mayBeHidden === true) {
    return 'hidden';
  }
  return old?.state === 'stopped' ? 'down' : 'gone';
};

const inWords = (seen: Seen): string => {
  const {primary, console, clients, standby, old} = seen;
  if (seen.isOneServer) {
    return `The connection of the primary (${primary.place}) leads to the standby, which was promoted and takes writes.`;
  }
  return [
    `The primary (${primary.place}): ${primary.detail}.`,
    ...(console === null ? [] : [`Its console: ${console.state === 'silent' ? 'silent' : console.detail}.`]),
    ...(clients === null ? [] : [`The way of the clients: ${clients.detail}.`]),
    ...(old === null ? [] : [old.mayBeHidden ? ofHidden : `${ofFiles[old.state]}.`]),
    ...(standby === null ? [] : [ofStandby(standby)]),
    ...(verdictOn(seen) === 'two-primaries' ? [ofTwo] : []),
  ].join(' ');
};

const ofTwo =
  'Both take writes. Find out which one clients wrote to; fence the old primary only if it is the other one, and lead clients to one.';

const ofHidden =
  'A PostgreSQL server runs on this host that may be it, in a container or as another account, and only root sees where it works. Look again as root before anything is started or promoted.';

const ofFiles = {
  running: 'On its own host it runs',
  stopped: 'It does not run, and its files are there',
  gone: 'Its files are not here',
} as const;

const ofStandby = (standby: NonNullable<Seen['standby']>): string => {
  if (!standby.reached) {
    return `The standby says nothing: ${standby.why}.`;
  }
  if (!standby.isStandby) {
    return 'The standby is none any more: somebody promoted it, and it takes writes. Never start the old primary beside it.';
  }
  const hears = standby.hearsPrimary ? 'hears it' : 'hears nothing of it';
  const upTo = standby.lastCommitAt === null ? '' : `, and has its commits up to ${standby.lastCommitAt}`;
  return `The standby ${hears}${upTo}.`;
};

const unseenOf = ({console, standby, old}: Seen): readonly string[] => [
  ...(console === null ? ['No console was given, so nobody asked on the host itself.'] : []),
  ...(standby === null ? ['No standby was given that could say whether it still hears it.'] : []),
  ...(standby?.reached === false ? [`The standby did not answer: ${standby.why}.`] : []),
  ...(old === null ? ['No data directory was given, so nobody looked at its files and processes.'] : []),
  ...(old !== null && old.state !== 'running' && seesOnlySome()
    ? ['Here not all processes of the host are seen, so a server of another container or account may run on its files.']
    : []),
  ...(old?.state === 'gone'
    ? [`${old.directory} holds no cluster here; on another host than its own that says nothing.`]
    : []),
];
