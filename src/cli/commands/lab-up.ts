/** `lifeboat lab up`: builds a lab and leaves it standing, with an application that goes on until `lab down`. */
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {takeBaseBackup} from '../../lab/base-backup.ts';
import {findDataset} from '../../lab/datasets.ts';
import {withWayOut} from '../../lab/disk-trouble.ts';
import {takeDump} from '../../lab/dump.ts';
import {type Estate, openEstate} from '../../lab/estate.ts';
import {knownLabs} from '../../lab/known-labs.ts';
import {labNamesOf, needsOf} from '../../lab/lab-names.ts';
import {lookAtLab} from '../../lab/lab-status.ts';
import {takeStoredCopy} from '../../lab/object-store/stored-copy.ts';
import {takePgbackrestBackup} from '../../lab/pgbackrest-backup.ts';
import type {OnPhase} from '../../lab/phases.ts';
import {takeSecondCopy} from '../../lab/second-copy.ts';
import {standingLab} from '../../lab/standing-lab.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {exitCodes} from '../exit-code.ts';
import {startOwnApplication} from '../lab-application.ts';
import {labLines, nameWidth} from '../lab-lines.ts';
import {labProgress} from '../lab-progress.ts';
import {asTyped} from '../own-command.ts';
import {printLines} from '../print-lines.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {newRunId, openState, type StateOption} from '../state-place.ts';
import {checkStateRoom} from '../state-room.ts';

export type LabUpOptions = StateOption & {
  readonly scale?: number;
  readonly sql?: string;
  /** Names of `lab.NAME` whose things are built, too. */
  readonly with: readonly string[];
  readonly json?: boolean;
  readonly allowNetworkFs?: boolean;
};

export const labUpCommand = async (options: LabUpOptions): Promise<number> => {
  const state = openState(options);
  if (!state.ok) {
    return printRefusal(state.reason);
  }
  const room = checkStateRoom(state.value, 'drill', options);
  if (!room.ok) {
    return printRefusal(room.reason);
  }
  const signals = listenForSignals();
  const onPhase = labProgress(options.json ? 'json' : 'plain', undefined, 'A lab');
  const estate = await build(state.value, options, onPhase);
  const isWanted = estate.ok && signals.code() === undefined;
  const furnished = isWanted ? await furnish(estate.value, state.value, onPhase) : estate;
  signals.release();
  const code = signals.code();
  if (estate.ok && furnished.ok && code === undefined) {
    return tell(state.value, estate.value, options);
  }
  const gone = estate.ok ? await takeDown(state.value, estate.value.run) : succeed(undefined);
  const left = gone.ok ? '' : `. What was made could not be taken down: ${gone.reason}`;
  if (code === undefined) {
    return printRefusal(refuse('usage', `${furnished.ok ? '' : withWayOut(furnished.reason)}${left}`).reason);
  }
  process.stderr.write(`lifeboat: the lab was stopped before it stood${left === '' ? ', and it is gone' : left}\n`);
  return code;
};

const build = async (state: string, options: LabUpOptions, onPhase: OnPhase): Promise<Result<Estate>> => {
  const dataset = findDataset(options.sql === undefined ? {name: 'ticketing'} : {name: 'sql', file: options.sql});
  if (!dataset.ok) {
    return dataset;
  }
  const needs = needsOf(new Set(options.with));
  if (!needs.ok) {
    return needs;
  }
  const pgDump = await findTool('pg_dump');
  return openEstate({
    run: newRunId('lab'),
    stateDir: state,
    dataset: dataset.value,
    ...(options.scale !== undefined && {scale: options.scale}),
    ...needs.value,
    followers: [...new Set(['standby', ...needs.value.followers] as const)],
    withDump: pgDump.ok || needs.value.withDump,
    onPhase,
  });
};

/** By the record as it is now: it knows of an application that the estate does not. */
const takeDown = async (state: string, run: string): Promise<Result<unknown>> =>
  (await standingLab(state, run)?.dismantle()) ?? succeed(undefined);

const furnish = async (estate: Estate, state: string, onPhase: OnPhase): Promise<Result<void>> => {
  const backup = await takeBaseBackup(estate, onPhase);
  const dump = backup.ok ? await takeDump(estate, onPhase) : backup;
  const pgbackrest = dump.ok ? await takePgbackrestBackup(estate, onPhase) : dump;
  const copied = pgbackrest.ok ? await takeSecondCopy(estate, onPhase) : pgbackrest;
  const stored = copied.ok ? await takeStoredCopy(estate, onPhase) : copied;
  const application = stored.ok ? await startOwnApplication(estate, state) : stored;
  return application.ok ? succeed(undefined) : application;
};

const tell = async (state: string, estate: Estate, {json, with: asked}: LabUpOptions): Promise<number> => {
  const record = knownLabs(state).find(({run}) => run === estate.run);
  if (!record) {
    return printRefusal(refuse('usage', 'The lab was taken down while it was being built.').reason);
  }
  const status = await lookAtLab(record);
  const names = labNamesOf(estate);
  const {run, directory, tools} = estate;
  if (json) {
    const {version} = tools.binaries;
    process.stdout.write(`${printedJson({run, directory, version, ...status, names})}\n`);
    return exitCodes.done.code;
  }
  printLines([
    `The lab stands at ${directory}: PostgreSQL ${tools.binaries.version}, ${status.dataset}${status.dataset === 'sql' ? '' : ` with ${status.scale} orders`}.`,
    ...labLines(status, Date.now()),
    ...[...new Set(['repository', 'archive', 'dump', 'side', ...asked])].flatMap(name =>
      names[name] === undefined ? [] : [`  ${name.padEnd(nameWidth)} ${names[name]}`],
    ),
    ...['Look at it again with: lifeboat lab status', 'Take it down with: lifeboat lab down'].map(asTyped),
  ]);
  return exitCodes.done.code;
};

type Signals = {
  /** The exit code of the first one that came. */
  readonly code: () => number | undefined;
  readonly release: () => void;
};

/** What is under way is finished first, because a lab is taken down in one piece. */
const listenForSignals = (): Signals => {
  let code: number | undefined;
  const stop = (exit: number): void => {
    if (code === undefined) {
      process.stderr.write('lifeboat: what is under way is finished first; then the lab is taken down\n');
    }
    code ??= exit;
  };
  const onInterrupt = (): void => stop(130);
  const onTerminate = (): void => stop(143);
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  return {
    code: () => code,
    release: () => {
      process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
    },
  };
};
