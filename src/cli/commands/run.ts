/** `lifeboat run RUNBOOK`: a real incident. */
import {userInfo} from 'node:os';
import {type Result, succeed} from '../../base/result.ts';
import {jumpTo} from '../../engine/going-back/detours.ts';
import type {RunDirectory} from '../../journal/run-directory.ts';
import {compile} from '../../machine/compile.ts';
import {enterBlock} from '../../machine/open-blocks.ts';
import {outlineOf} from '../../machine/outline.ts';
import {beforeStart} from '../../machine/position.ts';
import {standAt} from '../../machine/standing.ts';
import type {Actor, StartAt} from '../../run/event.ts';
import {notStarted} from '../../run/fold.ts';
import type {Answers} from '../../runbook/prepared-answers.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import type {Screen} from '../../tui/open.tsx';
import {askOnTerminal, isUnattended, mayAsk} from '../ask-on-terminal.ts';
import {readBeginning} from '../beginning.ts';
import {type Catalogued, readRunbook} from '../catalog.ts';
import {confirmLowRoom} from '../confirm-low-room.ts';
import {drive} from '../drive.ts';
import {givenInputs} from '../given-inputs.ts';
import {type GivenInputs, missingInputs} from '../inputs.ts';
import type {OpenRun} from '../join-run.ts';
import {openLogger} from '../logger.ts';
import {openNewRun} from '../open-run.ts';
import {refuseOnScreen} from '../opening-screen.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {makeRun, newRunId, openState, type StateOption} from '../state-place.ts';
import {checkStateRoom} from '../state-room.ts';
import {chooseFace, type Face, type FaceOptions} from '../terminal.ts';

export type RunOptions = StateOption &
  FaceOptions & {
    readonly set: readonly string[];
    readonly inputs?: string;
    readonly disruption?: string;
    readonly detected?: string;
    readonly declared?: string;
    readonly startAt?: string;
    readonly reason?: string;
    readonly auto?: boolean;
    readonly answers?: string;
    readonly as?: string;
    readonly allowNetworkFs?: boolean;
    readonly screen?: Screen | undefined;
    /** Opens the screen anew, after the terminal was needed for something else. */
    readonly reopen?: () => Promise<Screen | undefined>;
  };

export const runCommand = async (wanted: string, options: RunOptions): Promise<number> => {
  const face: Face = options.screen ? 'screen' : chooseFace({...options, plain: options.json !== true});
  const catalogued = readRunbook(wanted);
  if (!catalogued.ok) {
    return refuseOnScreen(options.screen, catalogued.reason);
  }
  const given = givenInputs(catalogued.value.runbook, options);
  if (!given.ok) {
    return refuseOnScreen(options.screen, given.reason);
  }
  const missing = mayAsk(options, face) ? missingInputs(catalogued.value.runbook, given.value) : [];
  const asked =
    missing.length > 0
      ? await askOnTerminal(missing, {...options, screen: options.screen, note: 'Nothing has been started yet'})
      : succeed({given: {}, screen: options.screen});
  if (!asked.ok) {
    return printRefusal(asked.reason);
  }
  const shown = {screen: asked.value.screen};
  const ready = await prepare({
    catalogued: catalogued.value,
    given: {...given.value, ...asked.value.given},
    options,
    mayAsk: mayAsk(options, face),
    shown,
    actor: executor(options, face),
  });
  if (!ready.ok) {
    return refuseOnScreen(shown.screen, ready.reason);
  }
  return drive({
    logger: openLogger(options),
    run: ready.value.run,
    face,
    ...shown,
    unattended: isUnattended(options, face),
    mayPipe: options.auto !== true && options.answers === undefined,
    voice: {answers: ready.value.answers, actor: {name: executor(options, face).name, via: 'answers'}, gates: 'none'},
  });
};

/** Who executes: the account, or the name that was given. */
export const executor = (options: {readonly as?: string}, via: Actor['via']): Actor => ({
  name: options.as ?? userInfo().username,
  via,
});

/** Whoever begins in the middle says why, and begins behind no gate that nobody has opened. */
const startingPlace = (runbook: Runbook, {startAt, reason}: RunOptions): Result<StartAt | undefined, Refusal> => {
  if (startAt === undefined) {
    return reason === undefined
      ? succeed(undefined)
      : refuse('usage', '--reason says why a run begins elsewhere; there is no --start-at.');
  }
  const state = notStarted(outlineOf(runbook));
  const place = jumpTo(
    {state, position: () => beforeStart},
    {intent: 'jump', value: startAt, ...(reason !== undefined && {reason})},
  );
  if (!place.ok) {
    return refuse('usage', place.reason, 'Give it as: --start-at STEP --reason TEXT');
  }
  const {step} = place.value;
  const forest = compile(runbook);
  return standAt(forest, enterBlock(forest, ''), {path: step, attempts: new Map(), heldAt: undefined})
    ? place
    : refuse(
        'usage',
        `A run cannot begin at ${step}: it stands in what goes on beside others, or several times.`,
        'Name a step before it.',
      );
};

type Preparing = {
  readonly catalogued: Catalogued;
  readonly given: GivenInputs;
  readonly options: RunOptions;
  readonly mayAsk: boolean;
  /** The screen as it stands: it is opened anew after a question. */
  readonly shown: {screen: Screen | undefined};
  readonly actor: Actor;
};

/** Everything that can be refused is looked at before the run exists. */
const prepare = async (
  parts: Preparing,
): Promise<Result<{readonly run: OpenRun; readonly answers: Answers}, Refusal>> => {
  const {catalogued, given, options, actor} = parts;
  const {runbook} = catalogued;
  const beginning = readBeginning(runbook, {...options, given, nowMs: Date.now()});
  if (!beginning.ok) {
    return beginning;
  }
  const {inputs, marks, answers} = beginning.value;
  const startAt = startingPlace(runbook, options);
  if (!startAt.ok) {
    return startAt;
  }
  const place = await openPlace(runbook.id, parts);
  if (!place.ok) {
    return place;
  }
  const run = await openNewRun({
    ...place.value,
    catalogued,
    inputs,
    lab: {},
    safeguard: async () => succeed(undefined),
    mode: 'incident',
    actor,
    marks,
    ...(startAt.value && {startAt: startAt.value}),
  });
  return run.ok ? succeed({run: run.value, answers}) : run;
};

/** Where the record will stand: safe, on a disk of this host, and with room, or begun all the same by a person's word. */
const openPlace = async (
  slug: string,
  {options, mayAsk, shown}: Preparing,
): Promise<Result<{readonly directory: RunDirectory; readonly networkFs?: string}, Refusal>> => {
  const state = openState(options);
  if (!state.ok) {
    return state;
  }
  const room = checkStateRoom(state.value, 'incident', options);
  if (!room.ok) {
    return room;
  }
  const {lowRoom, networkFs} = room.value;
  if (lowRoom !== undefined) {
    const confirmed = await confirmLowRoom({...lowRoom, mayAsk, ...shown, reopen: options.reopen});
    shown.screen = confirmed.ok ? confirmed.value : undefined;
    if (!confirmed.ok) {
      return confirmed;
    }
  }
  const directory = makeRun(state.value, newRunId(slug));
  return directory.ok ? succeed({directory: directory.value, ...(networkFs !== undefined && {networkFs})}) : directory;
};
