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
import {stopBuilding} from '../../lab/stop-building.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {interruption} from '../drills/interruption.ts';
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
  const run = newRunId('lab');
  const signals = interruption(undefined, () => void stopBuilding(state.value, run));
  const isStopped = (): boolean => signals.code() !== undefined;
  const onPhase = labProgress({face: options.json ? 'json' : 'plain', title: 'A lab', isStopped});
  const estate = await build({run, state: state.value, onPhase}, options);
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

type Building = {readonly run: string; readonly state: string; readonly onPhase: OnPhase};

const build = async ({run, state, onPhase}: Building, options: LabUpOptions): Promise<Result<Estate>> => {
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
    run,
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
