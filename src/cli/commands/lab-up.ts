/** `lifeboat lab up`: builds a lab and leaves it standing, with an application that goes on until `lab down`. */
import {printedJson} from '../../base/printed-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {takeBaseBackup} from '../../lab/base-backup.ts';
import {findDataset} from '../../lab/datasets.ts';
import {withWayOut} from '../../lab/disk-trouble.ts';
import {takeDump} from '../../lab/dump.ts';
import {type Estate, openEstate} from '../../lab/estate.ts';
import {knownLabs} from '../../lab/known-labs.ts';
import {labNamesOf} from '../../lab/lab-names.ts';
import {lookAtLab} from '../../lab/lab-status.ts';
import type {OnPhase} from '../../lab/phases.ts';
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
  const interrupted = listenForSignals();
  const built = await build(state.value, options, labProgress(options.json ? 'json' : 'plain', undefined, 'A lab'));
  const code = interrupted();
  if (!built.ok) {
    return printRefusal(refuse('usage', withWayOut(built.reason)).reason);
  }
  if (code !== undefined) {
    const gone = await takeDown(state.value, built.value.run);
    process.stderr.write(
      `lifeboat: ${gone.ok ? 'the lab was stopped before it stood, and it is gone' : gone.reason}\n`,
    );
    return code;
  }
  return tell(state.value, built.value, options);
};

/** What was made is taken down when anything of it fails. */
const build = async (state: string, options: LabUpOptions, onPhase: OnPhase): Promise<Result<Estate>> => {
  const dataset = findDataset(options.sql === undefined ? {name: 'ticketing'} : {name: 'sql', file: options.sql});
  if (!dataset.ok) {
    return dataset;
  }
  const pgDump = await findTool('pg_dump');
  const estate = await openEstate({
    run: newRunId('lab'),
    stateDir: state,
    dataset: dataset.value,
    ...(options.scale !== undefined && {scale: options.scale}),
    followers: ['standby'],
    withDump: pgDump.ok,
    onPhase,
  });
  if (!estate.ok) {
    return estate;
  }
  const furnished = await furnish(estate.value, state, onPhase);
  if (furnished.ok) {
    return estate;
  }
  const gone = await takeDown(state, estate.value.run);
  return fail(`${furnished.reason}${gone.ok ? '' : `. What was made could not be taken down: ${gone.reason}`}`);
};

/** By the record as it is now: it knows of an application that the estate does not. */
const takeDown = async (state: string, run: string): Promise<Result<unknown>> =>
  (await standingLab(state, run)?.dismantle()) ?? succeed(undefined);

const furnish = async (estate: Estate, state: string, onPhase: OnPhase): Promise<Result<void>> => {
  const backup = await takeBaseBackup(estate, onPhase);
  const dump = backup.ok ? await takeDump(estate, onPhase) : backup;
  const application = dump.ok ? await startOwnApplication(estate, state) : dump;
  return application.ok ? succeed(undefined) : application;
};

const tell = async (state: string, estate: Estate, {json}: LabUpOptions): Promise<number> => {
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
    ...['repository', 'archive', 'dump', 'side'].flatMap(name =>
      names[name] === undefined ? [] : [`  ${name.padEnd(nameWidth)} ${names[name]}`],
    ),
    ...['Look at it again with: lifeboat lab status', 'Take it down with: lifeboat lab down'].map(asTyped),
  ]);
  return exitCodes.done.code;
};

/** A lab that is half built is finished first, because it is taken down in one piece; gives the exit code of the signal. */
const listenForSignals = (): (() => number | undefined) => {
  let code: number | undefined;
  const onInterrupt = (): void => {
    code ??= 130;
  };
  const onTerminate = (): void => {
    code ??= 143;
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
    return code;
  };
};
