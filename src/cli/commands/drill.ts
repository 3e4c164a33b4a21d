/** `lifeboat drill RUNBOOK`: builds the lab, breaks it, runs the runbook against it, judges, tears down. */

import {dirname} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {removeRun} from '../../journal/run-directory.ts';
import {reclaim} from '../../lab/reclaim.ts';
import {titleWords} from '../../report/words.ts';
import type {Actor, FactBody} from '../../run/event.ts';
import type {NamedDrill} from '../../runbook/drill-variants.ts';
import {mentionedLabNames} from '../../runbook/lab-mentions.ts';
import type {Drill} from '../../runbook/runbook.ts';
import {isTabletop} from '../../runbook/tabletop.ts';
import type {Screen} from '../../tui/open.tsx';
import type {Catalogued} from '../catalog.ts';
import {inputsOfDrill, withFilledAnswers} from '../drill-inputs.ts';
import {buildLab, type DrillLab} from '../drill-lab.ts';
import {drillLacks} from '../drills/drill-lacks.ts';
import {type Drillable, findDrill, wantedDrill} from '../drills/find-drill.ts';
import {drive} from '../drive.ts';
import {exitCodes} from '../exit-code.ts';
import {beginInjecting} from '../injects/injecting.ts';
import {type GivenInjects, readInjects} from '../injects/read-injects.ts';
import type {OpenRun} from '../join-run.ts';
import {judgeDrill} from '../judge-drill.ts';
import {labProgress} from '../lab-progress.ts';
import {openLogger} from '../logger.ts';
import {openNewRun} from '../open-run.ts';
import {refuseOnScreen} from '../opening-screen.ts';
import {printLines} from '../print-lines.ts';
import {type Refusal, refuse} from '../refusal.ts';
import {makeRun, newRunId, openState, type StateOption} from '../state-place.ts';
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
  const {drill} = named;
  const injects = readInjects(options.injects, catalogued.runbook);
  if (!injects.ok) {
    return injects;
  }
  const state = openState(options);
  if (!state.ok) {
    return state;
  }
  const room = checkStateRoom(state.value, 'drill', options);
  if (!room.ok) {
    return room;
  }
  if (isTabletop(catalogued.runbook)) {
    return runTabletop({catalogued, named, state: state.value, face, ...room.value}, options);
  }
  await sweep(state.value, face);
  const run = newRunId(catalogued.runbook.id);
  const interrupted = interruption(screen);
  const lab = await buildLab({
    run,
    stateDir: state.value,
    drill,
    scale: options.scale,
    folder: dirname(catalogued.source.file),
    mentioned: mentionedLabNames(drill, catalogued.runbook.steps),
    keep: options.keepLab === true,
    onPhase: labProgress(face, screen, titleWords(catalogued.runbook.title, named.variant)),
  });
  interrupted.release();
  if (!lab.ok) {
    return refuse('usage', lab.reason);
  }
  if (interrupted.code() !== undefined) {
    await takeDown(lab.value);
    printLines(['The drill was stopped before it began, and its lab is gone.']);
    return succeed({code: interrupted.code() ?? exitCodes.fault.code});
  }
  const opened = await openDrill({
    catalogued,
    lab: lab.value,
    named,
    injects: injects.value,
    run,
    state: state.value,
    actor: executor(options, face),
    ...room.value,
  });
  if (!opened.ok) {
    await takeDown(lab.value);
    return opened;
  }
  const code = await drive({
    logger: openLogger(options),
    run: opened.value,
    face,
    screen,
    unattended: face === 'plain' || options.auto === true,
    ...drillVoices(withFilledAnswers(drill, lab.value), face === 'plain' || options.auto === true),
    judge: () => judgeDrill(opened.value, lab.value, drill),
    release: () => lab.value.application.stop(),
    endedBy: options.endedBy,
  });
  return succeed({code, run: opened.value});
};

const takeDown = async (lab: DrillLab): Promise<void> => {
  await lab.application.stop();
  await lab.estate.dismantle();
};

/** Ctrl-C or a signal while the lab is being built: it is finished first, because half a lab is harder to take down. */
const interruption = (
  screen: Screen | undefined,
): {readonly code: () => number | undefined; readonly release: () => void} => {
  let code: number | undefined;
  const onInterrupt = (): void => {
    code ??= 130;
  };
  const onTerminate = (): void => {
    code ??= 143;
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  void screen?.untilExit.then(onInterrupt);
  return {
    code: () => code,
    release: () => {
      process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
    },
  };
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

type Opening = {
  readonly catalogued: Catalogued;
  readonly lab: DrillLab;
  readonly named: NamedDrill;
  readonly injects: GivenInjects | undefined;
  readonly run: string;
  readonly state: string;
  readonly actor: Actor;
  readonly networkFs?: string;
};

const openDrill = async (opening: Opening): Promise<Result<OpenRun, Refusal>> => {
  const {catalogued, lab, named, run, state, actor, networkFs} = opening;
  const inputs = await inputsOfDrill(catalogued.runbook, named.drill, lab);
  if (!inputs.ok) {
    return inputs;
  }
  const directory = makeRun(state, run);
  if (!directory.ok) {
    return directory;
  }
  const injecting =
    opening.injects &&
    beginInjecting(opening.injects, {run: directory.value, runbook: catalogued.runbook, lab: lab.estate.directory});
  if (injecting?.ok === false) {
    removeRun(directory.value);
    return injecting;
  }
  return openNewRun({
    directory: directory.value,
    injecting: injecting?.value,
    catalogued,
    inputs: inputs.value,
    lab: lab.names,
    safeguard: lab.safeguard,
    mode: 'drill',
    ...(named.variant !== undefined && {variant: named.variant}),
    actor,
    ...(networkFs !== undefined && {networkFs}),
    marks: [disruption(lab)],
  });
};

/** When the fault's transaction committed, by the damaged server's own clock. */
const disruption = (lab: DrillLab): Extract<FactBody, {type: 'event-marked'}> => ({
  type: 'event-marked',
  event: 'disruption',
  time: new Date(lab.damage.committedAt).toISOString(),
  source: 'lab',
});
