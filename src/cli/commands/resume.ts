/** `lifeboat resume [RUN]`: goes on with an interrupted run; what was done is not done again. */
import {type Result, succeed} from '../../base/result.ts';
import {type SettableClock, settableClock} from '../../injects/settable-clock.ts';
import type {Lock} from '../../journal/lock.ts';
import {type OpenedJournal, openJournal} from '../../journal/open-journal.ts';
import type {RunDirectory} from '../../journal/run-directory.ts';
import {drillOfRun} from '../../runbook/drill-variants.ts';
import type {InputDeclaration} from '../../runbook/input-declaration.ts';
import type {Answers} from '../../runbook/prepared-answers.ts';
import {isTabletop} from '../../runbook/tabletop.ts';
import type {Screen} from '../../tui/open.tsx';
import {readAnswers} from '../answers.ts';
import {askOnTerminal, isUnattended, mayAsk} from '../ask-on-terminal.ts';
import {besideOf} from '../beside.ts';
import type {Catalogued} from '../catalog.ts';
import {withFilledAnswers} from '../drill-inputs.ts';
import {drive} from '../drive.ts';
import {endingOf, type FormerDrill, findFormerDrill, judgeFormer, safeguardOf} from '../former-drill.ts';
import {formerInputs, withNewSecrets} from '../former-inputs.ts';
import {journalOf} from '../former-journal.ts';
import {resumeInjecting} from '../injects/injecting.ts';
import type {GivenInputs} from '../inputs.ts';
import type {OpenRun} from '../join-run.ts';
import {openLogger} from '../logger.ts';
import {newestUnfinished} from '../newest-unfinished.ts';
import {sayWhyNotResumed} from '../not-resumed.ts';
import {openFormerRun} from '../open-run.ts';
import {refuseOnScreen, sayOnScreen} from '../opening-screen.ts';
import {type First, readFormer} from '../pinned-runbook.ts';
import {readOutline} from '../recorded-run.ts';
import type {Refusal} from '../refusal.ts';
import {takeDriverLock, takeSessionLock} from '../run-locks.ts';
import {findRunHere, openState, type StateOption, statePath} from '../state-place.ts';
import {checkStateRoom} from '../state-room.ts';
import {strayLabs} from '../stray-labs.ts';
import {systemClock} from '../system-clock.ts';
import {chooseFace, type Face, type FaceOptions} from '../terminal.ts';
import {drillVoices} from './drill.ts';
import {executor} from './run.ts';
import {tabletopVoices} from './tabletop.ts';

export type ResumeOptions = StateOption &
  FaceOptions & {
    readonly auto?: boolean;
    readonly answers?: string;
    readonly inputs?: string;
    readonly as?: string;
    readonly continue?: boolean;
    readonly allowNetworkFs?: boolean;
    readonly screen?: Screen | undefined;
    /** Opens the screen anew, after the terminal was needed for something else. */
    readonly reopen?: () => Promise<Screen | undefined>;
  };

export const resumeCommand = async (wanted: string | undefined, options: ResumeOptions): Promise<number> => {
  const {screen} = options;
  const state = statePath(options);
  if (!state.ok) {
    return refuseOnScreen(screen, state.reason);
  }
  const directory = wanted === undefined ? newestUnfinished(state.value) : findRunHere(options, wanted);
  if (!directory.ok) {
    return refuseOnScreen(screen, directory.reason);
  }
  if (!directory.value) {
    return sayOnScreen(screen, `There is no interrupted run; nothing to resume.${strayLabs(state.value)}`);
  }
  // Whoever may write there could have put another run in its place.
  const safe = openState(options);
  if (!safe.ok) {
    return refuseOnScreen(screen, safe.reason);
  }
  const room = checkStateRoom(safe.value, 'resume', options);
  return room.ok
    ? resumeRun(directory.value, {state: safe.value, networkFs: room.value.networkFs}, options)
    : refuseOnScreen(screen, room.reason);
};

type Place = {readonly state: string; readonly networkFs: string | undefined};

const resumeRun = async (
  directory: RunDirectory,
  {state, networkFs}: Place,
  options: ResumeOptions,
): Promise<number> => {
  const {screen} = options;
  const driver = await takeDriverLock(directory);
  if (!driver.ok) {
    return refuseOnScreen(screen, driver.reason);
  }
  // Known only once the record is read: whether a drill has set it.
  const clock = settableClock(systemClock);
  const journal = openJournal({path: directory.journal, clock, beside: besideOf(directory)});
  if (!journal.ok) {
    driver.value.release();
    return sayWhyNotResumed({directory, state, screen}, journal.reason);
  }
  const face: Face = screen ? 'screen' : chooseFace({...options, plain: options.json !== true});
  const shown = {screen};
  const ready = await prepare({
    directory,
    state,
    networkFs,
    options,
    driver: driver.value,
    journal: journal.value,
    clock,
    face,
    shown,
  });
  if (!ready.ok) {
    return refuseOnScreen(shown.screen, ready.reason);
  }
  const {run, former, first, answers} = ready.value;
  const drill = drillOfRun(run.catalogued.runbook, first.variant);
  const unattended =
    isUnattended(options, face) || (face === 'plain' && first.mode === 'drill' && former?.how !== 'table');
  return drive({
    logger: openLogger(options),
    run,
    face,
    ...shown,
    continues: options.continue === true,
    unattended,
    mayPipe: options.auto !== true && options.answers === undefined,
    ...(first.mode === 'drill' && drill
      ? (former?.how === 'table' ? tabletopVoices : drillVoices)(
          former?.how === 'goes-on' ? withFilledAnswers(drill, former.lab) : drill,
          unattended,
        )
      : {voice: {answers, actor: {name: executor(options, face).name, via: 'answers'}, gates: 'none'}}),
    ...(former && drill && {judge: () => judgeFormer(former, run, {state, drill})}),
    ...(former?.how === 'goes-on' && {release: () => former.lab.application.stop()}),
  });
};

type Preparing = {
  readonly directory: RunDirectory;
  readonly state: string;
  readonly networkFs: string | undefined;
  readonly options: ResumeOptions;
  readonly driver: Lock;
  readonly journal: OpenedJournal;
  /** That of the journal. */
  readonly clock: SettableClock;
  readonly face: Face;
  /** The screen as it stands: it is opened anew after questions. */
  readonly shown: {screen: Screen | undefined};
};

type Prepared = {
  readonly run: OpenRun;
  readonly former: FormerDrill | undefined;
  readonly first: First;
  readonly answers: Answers;
};

/** Everything that can be refused is looked at before a fact is added. */
const prepare = async (parts: Preparing): Promise<Result<Prepared, Refusal>> => {
  const {directory, options, journal} = parts;
  const former = readFormer(directory, journal.facts);
  if (!former.ok) {
    return former;
  }
  const {catalogued, first} = former.value;
  const answers = readAnswers(options.answers, catalogued.runbook);
  if (!answers.ok) {
    return answers;
  }
  const outline = readOutline(directory, journal.facts);
  if (!outline.ok) {
    return outline;
  }
  const drill = await formerDrillOf(parts, former.value);
  if (!drill.ok) {
    return drill;
  }
  const inputs = await formerInputs({
    runbook: catalogued.runbook,
    first: withNewSecrets(catalogued.runbook, first, journal.facts),
    former: drill.value,
    file: options.inputs,
    ask: mayAsk(options, parts.face) ? missing => askAgain(missing, parts) : undefined,
  });
  if (!inputs.ok) {
    return inputs;
  }
  const injecting = resumeInjecting(
    {
      run: directory,
      runbook: catalogued.runbook,
      lab: drill.value?.how === 'goes-on' ? drill.value.lab.estate : undefined,
    },
    {clock: parts.clock, former: journal.facts},
  );
  if (!injecting.ok) {
    return injecting;
  }
  const locks = await takeSessionLock(directory, parts.driver, journal.session);
  if (!locks.ok) {
    return locks;
  }
  const run = openFormerRun({
    ...journalOf(journal, parts.state),
    ...(parts.networkFs !== undefined && {networkFs: parts.networkFs}),
    notes: inputs.value.notes,
    injecting: injecting.value,
    directory,
    locks: locks.value,
    catalogued,
    inputs: inputs.value.values,
    outline: outline.value,
    ending: endingOf(drill.value, journal.facts),
    lab: drill.value?.how === 'goes-on' ? drill.value.lab.names : {},
    safeguard: safeguardOf(drill.value),
    mode: first.mode,
    actor: executor(options, parts.face),
  });
  return run.ok ? succeed({run: run.value, former: drill.value, first, answers: answers.value}) : run;
};

const formerDrillOf = async (
  {state, directory, journal}: Preparing,
  {catalogued, first}: {readonly catalogued: Catalogued; readonly first: First},
): Promise<Result<FormerDrill | undefined, Refusal>> => {
  if (first.mode !== 'drill') {
    return succeed(undefined);
  }
  return isTabletop(catalogued.runbook) ? succeed({how: 'table'}) : findFormerDrill(state, directory.id, journal.facts);
};

/** Secrets are in no record. */
const askAgain = async (
  missing: readonly InputDeclaration[],
  {directory, options, shown}: Preparing,
): Promise<Result<GivenInputs, Refusal>> => {
  // Without a name the newest one was taken: whoever answers must see which.
  const note = `What was recorded of run ${directory.id} is safe`;
  const asked = await askOnTerminal(missing, {...options, ...shown, note});
  shown.screen = asked.ok ? asked.value.screen : undefined;
  return asked.ok ? succeed(asked.value.given) : asked;
};
