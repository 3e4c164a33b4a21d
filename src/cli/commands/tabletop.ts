/** `lifeboat drill RUNBOOK` without a lab: the same steps and questions against the same clock, and nothing acts. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Actor} from '../../run/event.ts';
import type {NamedDrill} from '../../runbook/drill-variants.ts';
import type {Drill} from '../../runbook/runbook.ts';
import type {Screen} from '../../tui/open.tsx';
import type {Catalogued} from '../catalog.ts';
import {inputsAtTable} from '../drill-inputs.ts';
import {drive} from '../drive.ts';
import type {OpenRun} from '../join-run.ts';
import {judgeTabletop} from '../judge-drill.ts';
import {openLogger} from '../logger.ts';
import {openNewRun} from '../open-run.ts';
import {asGoneThrough} from '../pinned-runbook.ts';
import type {Refusal} from '../refusal.ts';
import {makeRun, newRunId, type StateOption} from '../state-place.ts';
import type {Face, FaceOptions} from '../terminal.ts';
import {robot, type Voice} from '../unattended.ts';
import {executor} from './run.ts';

type Table = {
  readonly catalogued: Catalogued;
  readonly named: NamedDrill;
  readonly state: string;
  readonly face: Face;
  readonly networkFs?: string;
};

type Options = StateOption &
  FaceOptions & {
    readonly auto?: boolean;
    readonly as?: string;
    readonly endedBy?: Actor;
    readonly screen?: Screen | undefined;
  };

/** Goes through it to its end; a refusal where it cannot begin. */
export const runTabletop = async (
  table: Table,
  options: Options,
): Promise<Result<{readonly code: number; readonly run: OpenRun}, Refusal>> => {
  const {named, face} = table;
  const opened = await openTabletop(table, executor(options, face));
  if (!opened.ok) {
    return opened;
  }
  const unattended = face === 'plain' ? process.stdin.isTTY !== true || options.auto === true : options.auto === true;
  const code = await drive({
    logger: openLogger(options),
    run: opened.value,
    face,
    screen: options.screen,
    unattended,
    ...tabletopVoices(named.drill, unattended),
    endedBy: options.endedBy,
    judge: () => judgeTabletop(opened.value),
  });
  return succeed({code, run: opened.value});
};

/** People who sit there answer everything, also the go and the name of the target; alone the robot says all that the drill block says. */
export const tabletopVoices = (drill: Drill, isAlone: boolean): {readonly voice: Voice; readonly voiceAlone: Voice} => {
  const voiceAlone: Voice = {answers: drill.answers, actor: robot, gates: 'all'};
  return {voice: isAlone ? voiceAlone : {answers: {}, actor: robot, gates: 'none'}, voiceAlone};
};

/** Whatever would act all the same is refused. */
export const nothingActs = async (): Promise<Result<void>> =>
  fail('This is gone through at a table: nothing of it acts.');

const openTabletop = async (
  {catalogued, named, state, networkFs}: Table,
  actor: Actor,
): Promise<Result<OpenRun, Refusal>> => {
  const inputs = inputsAtTable(catalogued.runbook, named.drill);
  if (!inputs.ok) {
    return inputs;
  }
  const directory = makeRun(state, newRunId(catalogued.runbook.id));
  return directory.ok
    ? openNewRun({
        directory: directory.value,
        catalogued: asGoneThrough(catalogued, 'drill'),
        inputs: inputs.value,
        lab: {},
        safeguard: nothingActs,
        mode: 'drill',
        ...(named.variant !== undefined && {variant: named.variant}),
        actor,
        ...(networkFs !== undefined && {networkFs}),
        // It is told at the table that it has happened now.
        marks: [{type: 'event-marked', event: 'disruption', time: new Date().toISOString(), source: 'engine'}],
      })
    : directory;
};
