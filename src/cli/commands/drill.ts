/** `lifeboat drill RUNBOOK`: builds the lab, breaks it, runs the runbook against it, judges, tears down. */

import {dirname} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {removeRun} from '../../journal/run-directory.ts';
import {knownLabs} from '../../lab/known-labs.ts';
import {reclaim} from '../../lab/reclaim.ts';
import {stopBuilding} from '../../lab/stop-building.ts';
import {titleWords} from '../../report/words.ts';
import type {Actor} from '../../run/event.ts';
import {mentionedLabNames} from '../../runbook/lab-mentions.ts';
import type {Drill} from '../../runbook/runbook.ts';
import {isTabletop} from '../../runbook/tabletop.ts';
import type {Screen} from '../../tui/open.tsx';
import {withFilledAnswers} from '../drill-inputs.ts';
import {buildLab, type DrillLab} from '../drill-lab.ts';
import {drillLacks} from '../drills/drill-lacks.ts';
import {type Drillable, findDrill, wantedDrill} from '../drills/find-drill.ts';
import {interruption} from '../drills/interruption.ts';
import {openDrill} from '../drills/open-drill.ts';
import {drive} from '../drive.ts';
import {exitCodes} from '../exit-code.ts';
import {type GivenInjects, readInjects} from '../injects/read-injects.ts';
import type {OpenRun} from '../join-run.ts';
import {judgeDrill} from '../judge-drill.ts';
import {labProgress} from '../lab-progress.ts';
import {openLogger} from '../logger.ts';
import {refuseOnScreen} from '../opening-screen.ts';
import {printLines} from '../print-lines.ts';
import {type Refusal, refuse} from '../refusal.ts';
import {newRunId, openState, type StateOption} from '../state-place.ts';
import {checkStateRoom} from '../state-room.ts';
import type {Face, FaceOptions} from '../terminal.ts';
import {robot, type Voice} from '../unattended.ts';
import {executor} from './run.ts';
import {runTabletop} from './tabletop.ts';

export type DrillOptions = StateOption &
  FaceOptions & {
    readonly auto?: boolean;
    readonly keepLab?: boolean;
    readonly scale?: number;
    /** Another drill of the same runbook, by its name. */
    readonly variant?: string;
    /** A file of what goes wrong on purpose. */
    readonly injects?: string;
    readonly as?: string;
    readonly allowNetworkFs?: boolean;
    /** Others come after it: where it would be left as it stands, it is ended in that name. */
    readonly endedBy?: Actor;
    readonly screen?: Screen | undefined;
  };

export const drillCommand = async (wanted: string, options: DrillOptions): Promise<number> => {
  const drillable = findDrill(wantedDrill(wanted, options.variant));
  if (!drillable.ok) {
    return refuseOnScreen(options.screen, drillable.reason);
  }
  const lack = await drillLacks(drillable.value);
  if (lack !== undefined) {
    return refuseOnScreen(options.screen, lack);
  }
  const driven = await runDrill(drillable.value, options);
  return driven.ok ? driven.value.code : refuseOnScreen(options.screen, driven.reason);
};

/** How the program would exit after it, and the run, where it came to one. */
export type DrivenDrill = {readonly code: number; readonly run?: OpenRun};

/** Carries out one drill, of which it is known that it can begin. */
export const runDrill = async (
  {catalogued, named}: Drillable,
  options: DrillOptions,
): Promise<Result<DrivenDrill, Refusal>> => {
  const {screen} = options;
  const face: Face = screen ? 'screen' : options.json ? 'json' : 'plain';
  const injects = await readInjects(options.injects, catalogued.runbook);
  if (!injects.ok) {
    return injects;
  }
  const place = openPlace(options);
  if (!place.ok) {
    return place;
  }
  if (isTabletop(catalogued.runbook)) {
    return runTabletop({catalogued, named, face, ...place.value}, options);
  }
  return drillInLab({catalogued, named, face, injects: injects.value, ...place.value}, options);
};

type Beginnings = Drillable &
  Place & {
    readonly face: Face;
    readonly injects: GivenInjects | undefined;
  };

const drillInLab = async (beginnings: Beginnings, options: DrillOptions): Promise<Result<DrivenDrill, Refusal>> => {
  const {catalogued, named, face, state} = beginnings;
  const {screen} = options;
  await sweep(state, face);
  const run = newRunId(catalogued.runbook.id);
  const interrupted = interruption(screen, () => void stopBuilding(state, run));
  const lab = await buildLab({
    run,
    stateDir: state,
    drill: named.drill,
    scale: options.scale,
    folder: dirname(catalogued.source.file),
    mentioned: mentionedLabNames(named.drill, catalogued.runbook.steps),
    // Of several, the labs of those that passed would only pile up.
    keep: options.keepLab === true && (options.endedBy === undefined || 'unless-passed'),
    onPhase: labProgress({
      face,
      screen,
      title: titleWords(catalogued.runbook.title, named.variant),
      isStopped: () => interrupted.code() !== undefined,
    }),
  });
  if (!lab.ok) {
    interrupted.release();
    return notBuilt(lab.reason, {code: interrupted.code(), isGone: knownLabs(state).every(known => known.run !== run)});
  }
  const opened =
    interrupted.code() === undefined
      ? await openDrill({...beginnings, lab: lab.value, run, actor: executor(options, face)})
      : undefined;
  if (!opened?.ok || interrupted.code() !== undefined) {
    interrupted.release();
    await takeDown(lab.value, opened?.ok ? opened.value : undefined);
    return opened?.ok === false ? opened : succeed({code: stopped(interrupted.code())});
  }
  const driven = driveDrill(opened.value, {lab: lab.value, drill: named.drill, face}, options);
  // It has handlers of its own by now.
  interrupted.release();
  return succeed({code: await driven, run: opened.value});
};

/** Where somebody stopped it, that is no mistake of theirs; what could not be taken down is said all the same. */
const notBuilt = (
  reason: string,
  {code, isGone}: {readonly code: number | undefined; readonly isGone: boolean},
): Result<DrivenDrill, Refusal> =>
  code === undefined ? refuse('usage', reason) : succeed({code: stopped(code, isGone ? undefined : reason)});

type Place = {readonly state: string; readonly networkFs?: string};

/** Where the record will stand: safe, and with room. */
const openPlace = (options: DrillOptions): Result<Place, Refusal> => {
  const state = openState(options);
  if (!state.ok) {
    return state;
  }
  const room = checkStateRoom(state.value, 'drill', options);
  return room.ok ? succeed({state: state.value, ...room.value}) : room;
};

type Beginning = {readonly lab: DrillLab; readonly drill: Drill; readonly face: Face};

const driveDrill = (run: OpenRun, {lab, drill, face}: Beginning, options: DrillOptions): Promise<number> => {
  const unattended = face === 'plain' || options.auto === true;
  return drive({
    logger: openLogger(options),
    run,
    face,
    screen: options.screen,
    unattended,
    ...drillVoices(withFilledAnswers(drill, lab), unattended),
    judge: () => judgeDrill(run, lab, drill),
    release: () => lab.application.stop(),
    endedBy: options.endedBy,
  });
};

const stopped = (code: number | undefined, left?: string): number => {
  printLines([`The drill was stopped before it began${left === undefined ? ', and its lab is gone' : `: ${left}`}.`]);
  return code ?? exitCodes.fault.code;
};

/** With the run that was opened on it, of which nothing is recorded yet. */
const takeDown = async (lab: DrillLab, run?: OpenRun): Promise<void> => {
  await run?.letGo();
  if (run) {
    removeRun(run.directory);
  }
  await lab.application.stop();
  await lab.estate.dismantle();
};

/** Where somebody answers, the robot only approves; alone it says all that the drill block says. */
export const drillVoices = (drill: Drill, isAlone: boolean): {readonly voice: Voice; readonly voiceAlone: Voice} => {
  const voiceAlone: Voice = {answers: drill.answers, actor: robot, gates: 'all'};
  return {voice: isAlone ? voiceAlone : {answers: {}, actor: robot, gates: 'approvals'}, voiceAlone};
};

/** Labs that killed drills left are removed first, and said so. */
const sweep = async (state: string, face: Face): Promise<void> => {
  const {removed, problems} = await reclaim(state);
  const stream = face === 'plain' ? process.stdout : process.stderr;
  if (face !== 'screen') {
    for (const sentence of [...removed, ...problems]) {
      stream.write(`${sentence}\n`);
    }
  }
};
