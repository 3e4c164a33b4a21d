/** Restores a cluster where it never stood: from its backup, its archive and received WAL, with the configuration that was kept of it. */
import {type Result, succeed} from '../../base/result.ts';
import type {LaidConfiguration} from '../configuration/lay-configuration.ts';
import {type Hindrance, impossible} from '../in-place/hindrance.ts';
import {lookInPlace} from '../in-place/look.ts';
import {type Asking, askRecovered, placeOf} from '../in-place/recovered.ts';
import {restoreInPlace} from '../in-place/restore-in-place.ts';
import type {RestoredInPlace} from '../in-place/verdict.ts';
import {type AdvancedSequences, advanceSequences} from './advance-sequences.ts';
import {type Loss, type LossRequest, lossOf} from './loss.ts';
import {prepareSecondSite, type SecondSiteRequest} from './prepare-second-site.ts';
import {reachedAll, type WalThere} from './received-wal.ts';

export type SecondSiteRun = SecondSiteRequest &
  Pick<LossRequest, 'lostAt' | 'lastLsn'> & {
    readonly live?: string | undefined;
    readonly login: {readonly user: string; readonly database: string};
    readonly timeoutMs: number;
    readonly onProgress: (sentence: string) => void;
  };

export type SecondSiteLook = WalThere & {
  readonly directory: string;
  readonly identifier: string;
  readonly backup: string;
  readonly backupStartedAt: string | null;
  readonly configuration: string;
  readonly neededBytes: number;
  readonly availableBytes: number;
  readonly summary: string;
};

export type RestoredOnSecondSite = Omit<RestoredInPlace, 'isComplete' | 'oldDirectory' | 'segmentsSaved'> & {
  readonly identifier: string;
  readonly wal: WalThere;
  readonly loss: Loss;
  readonly configuration: LaidConfiguration | null;
  /** Null where it was not asked for, or was done by an earlier try. */
  readonly sequences: AdvancedSequences | null;
};

/** What would be restored and from what; changes nothing. */
export const lookAtSecondSite = async (request: SecondSiteRequest): Promise<Result<SecondSiteLook, Hindrance>> => {
  const site = await prepareSecondSite(request);
  if (!site.ok) {
    return site;
  }
  const look = await lookInPlace(site.value.inner);
  if (!look.ok) {
    return look;
  }
  const {wal} = site.value;
  const {name, startedAt, identifier} = request.source;
  return succeed({
    ...wal,
    directory: look.value.directory,
    identifier,
    backup: name,
    backupStartedAt: startedAt,
    configuration: request.configuration?.title ?? 'the configuration in the backup',
    neededBytes: look.value.neededBytes,
    availableBytes: look.value.availableBytes,
    summary: `${name}, WAL up to ${wal.onlyReceived.at(-1) ?? wal.archiveEnds ?? 'the end of the backup'}${
      wal.onlyReceived.length === 0 ? '' : `, of which ${wal.onlyReceived.length} segments were only received`
    }`,
  });
};

/** One that was killed is gone on with when it is asked for again. */
export const restoreOnSecondSite = async (run: SecondSiteRun): Promise<Result<RestoredOnSecondSite, Hindrance>> => {
  const site = await prepareSecondSite(run);
  if (!site.ok) {
    return site;
  }
  const {live, login, timeoutMs, onProgress} = run;
  let sequences: AdvancedSequences | null = null;
  const restored = await restoreInPlace({
    ...site.value.inner,
    live,
    login,
    timeoutMs,
    stopWithinMs: timeoutMs,
    onProgress,
    ...(run.advanceBy > 0 && {
      ask: async (asking: Asking) => {
        const done = await advanceThere(asking, run.advanceBy);
        sequences = done.ok ? done.value : null;
        return done.ok ? askRecovered(asking) : {ok: false, reason: `sequences cannot be advanced: ${done.reason}`};
      },
    }),
  });
  if (!restored.ok) {
    return restored;
  }
  const {isComplete: _whole, oldDirectory: _old, segmentsSaved: _saved, ...ended} = restored.value;
  const {lsn, timeline, recoveredTo} = ended;
  const {wal, laid} = site.value;
  // A timeline begins anew with the promotion, and what was replayed is of the one before.
  if (lsn !== null && timeline !== null && !run.allowGap && !reachedAll(wal, lsn, timeline - 1)) {
    return impossible(
      `The server runs, and not all came back: replay ended at ${lsn}, and ${wal.lastWhole} is there.`,
      `See ${ended.logFile} for why that segment was not taken, empty ${ended.directory} and run this again; or go on with what there is: --allow-gap.`,
    );
  }
  return succeed({
    ...ended,
    identifier: run.source.identifier,
    wal,
    loss: lossOf({lostAt: run.lostAt, lastLsn: run.lastLsn, recoveredTo, lsn}),
    configuration: laid(),
    sequences,
  });
};

/** By the connection that was given where it leads there already, else by the server's own socket. */
const advanceThere = async (asking: Asking, by: number): Promise<Result<AdvancedSequences, string>> => {
  const place = await placeOf(asking);
  return place.ok ? advanceSequences(place.value, by) : place;
};
