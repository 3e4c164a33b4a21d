/** Drives an open run to its end behind one face, and says how the program exits. */

import {succeed} from '../base/result.ts';
import type {Stopped} from '../engine/engine.ts';
import {summarise, summaryLines} from '../report/summary.ts';
import type {Actor} from '../run/event.ts';
import {timing} from '../run/timing.ts';
import {isTabletop} from '../runbook/tabletop.ts';
import type {Screen} from '../tui/open.tsx';
import type {ExitReason} from '../tui/view.ts';
import {offerBreakGlass, sayUnwritten} from './break-glass.ts';
import {labIsThere} from './drill-findings.ts';
import {endRun, type Leave} from './end-run.ts';
import {exitCodes, exitOf} from './exit-code.ts';
import {type JsonFace, jsonFace} from './faces/json.ts';
import {plainFace} from './faces/plain.ts';
import type {OpenRun} from './join-run.ts';
import type {Judged} from './judge-drill.ts';
import {leaveOnSignals, type Signals} from './leave-on-signals.ts';
import {harmless, type Logger} from './logger.ts';
import {asTyped} from './own-command.ts';
import {pipedAnswerLines} from './piped-answers.ts';
import {printLines} from './print-lines.ts';
import {printRefusal, refuse} from './refusal.ts';
import {tellWarnings} from './tell-warnings.ts';
import {canAsk, type Face} from './terminal.ts';
import {lenderOf} from './terminal-lender.ts';
import {robot, type Stuck, speakFor, type Voice} from './unattended.ts';

export type Drive = {
  readonly run: OpenRun;
  readonly face: Face;
  /** Answers that were prepared; with a person at the terminal only the robot's part of them. */
  readonly voice?: Voice | undefined;
  /** Who speaks once the program that drove the run over standard input has closed it; without it the same voice. */
  readonly voiceAlone?: Voice | undefined;
  /** Nobody sits here: where a person is needed, the run is held and the program ends. */
  readonly unattended: boolean;
  /** Neither --auto nor --answers was given: somebody may have piped answers in. */
  readonly mayPipe?: boolean;
  /** Whoever called ends a pause with it. */
  readonly continues?: boolean;
  /** The developers' log. */
  readonly logger: Logger;
  /** The screen, when one was opened before. */
  readonly screen?: Screen | undefined;
  /** What is done after the run has ended and before it is sealed: the drill's judgement. */
  readonly judge?: (() => Promise<Judged>) | undefined;
  /** Nobody will come back to it: where it would be left as it stands it is ended, in that name. */
  readonly endedBy?: Actor | undefined;
  /** What is let go when the run is left before its end: the application of a drill would go on for ever. */
  readonly release?: (() => Promise<void>) | undefined;
};

/** Runs it and returns the exit code. */
export const drive = async (options: Drive): Promise<number> => {
  const {run, face, screen} = options;
  const plain = face === 'plain' ? plainFace(run, {asks: !options.unattended && canAsk()}) : undefined;
  const json = face === 'json' ? jsonFace(run) : undefined;
  const leave: Leave = options.endedBy ? endRun(run, options.endedBy) : run.engine.leave;
  const signals = leaveOnSignals(run, leave);
  const lender = options.unattended ? undefined : lenderOf(run, {screen, plain});
  if (lender) {
    run.runners.terminal.offer(lender);
  }
  const started = run.start();
  if (!started.ok) {
    screen?.close();
    return printRefusal(started.reason);
  }
  const asking = screen ?? plain;
  if (asking && !options.unattended) {
    offerBreakGlass(run, asking);
  }
  const onLostOutput = (): void => leave('nobody reads the output any more');
  process.stdout.once('error', onLostOutput);
  screen?.showRun(run.session);
  if (options.continues && run.engine.state.paused) {
    await run.session.send({intent: 'continue'});
  }
  if (face !== 'screen') {
    tellWarnings(run.session);
  }
  speak(options, json, leave);
  void screen?.untilExit.then(reason => {
    signals.code ??= reason === 'interrupted' ? 130 : undefined;
    run.engine.leave(leavingWords[reason]);
  });
  void options.logger.log('info', 'the run was opened', {run: run.directory.id, face});
  run.onHarmless(harmless(options.logger, 'no ghost of a former run'));
  run.onFacts(facts => {
    for (const {seq, type, monoUs} of facts) {
      void options.logger.log('debug', type, {seq, monoUs});
    }
  });
  const stopped = await run.stopped;
  void options.logger.log('info', 'the run stopped here', {run: run.directory.id, ...stopped});
  const code = await afterwards(options, stopped, signals);
  plain?.close();
  json?.close();
  signals.release();
  process.stdout.off('error', onLostOutput);
  return code;
};

const leavingWords: {readonly [Reason in ExitReason]: string} = {
  left: 'the operator left the screen',
  ended: 'the operator left the screen',
  interrupted: 'the operator pressed Ctrl-C',
  lost: 'the terminal is gone',
};

/** Prepared answers are given; where nobody else can give any, or can no longer, the run is left when a person is needed. */
const speak = (
  {run, voice = nobody, voiceAlone = voice, unattended}: Drive,
  json: JsonFace | undefined,
  leave: Leave,
): void => {
  let isAlone = unattended;
  const look = speakFor(
    run,
    () => ({...(isAlone ? voiceAlone : voice), isAlone}),
    stuck => {
      if (isAlone) {
        leave(needed(stuck), robot);
      }
    },
  );
  if (!unattended) {
    json?.listen(() => {
      isAlone = true;
      look();
    });
  }
};

const nobody: Voice = {answers: {}, actor: {name: 'nobody', via: 'answers'}, gates: 'none'};

const afterwards = async (options: Drive, stopped: Stopped, signals: Signals): Promise<number> => {
  const {run, face, screen, judge} = options;
  if (stopped.why !== 'ended') {
    // Before the screen goes: what has the terminal would go on asking on it.
    await run.runners.terminal.recall();
    await closeScreen(screen);
    await options.release?.();
    await run.letGo();
    sayHowToGoOn(options, stopped.reason);
    sayUnwritten(run);
    return signals.code ?? exitCodes.held.code;
  }
  const judged = judge ? await judge() : succeed([]);
  const finished = judged.ok ? await run.finish(judged.value) : await leaveUnjudged(run, judged.reason);
  if (!finished.ok) {
    screen?.close();
    return printRefusal(finished.reason);
  }
  // The end stays on the screen until somebody has read it, or the terminal is gone.
  await Promise.race([screen?.untilExit, signals.came]);
  if (signals.code !== undefined) {
    await closeScreen(screen);
  }
  const settled = finished.value.isUnwritten ? await run.settle() : finished;
  if (!settled.ok) {
    return printRefusal(settled.reason);
  }
  if (face !== 'json') {
    printLines(closing(run).map(asTyped));
  }
  if (settled.value.warning !== undefined) {
    process.stderr.write(`lifeboat: ${settled.value.warning}\n`);
  }
  return sayUnwritten(run) ? exitCodes.held.code : exitCodeOf(run);
};

/** The drill can be judged again: its lab still stands. */
const leaveUnjudged = async (run: OpenRun, reason: string): Promise<ReturnType<typeof refuse>> => {
  await run.letGo();
  return refuse('held', reason, `Go on with: lifeboat resume ${run.directory.id}`);
};

/** A terminal that is gone never answers that it was given back; nobody waits for it longer than this. */
const closingMsMax = 1_000;

const closeScreen = async (screen: Screen | undefined): Promise<void> => {
  screen?.close();
  await Promise.race([screen?.untilExit, new Promise(resolve => setTimeout(resolve, closingMsMax))]);
};

/** Findings that say an objective was missed: they have an exit code of their own. */
const objectiveFindings: readonly string[] = ['rto_met', 'rpo_met', 'mtpd_met', 'data_loss_told'];

/** A drill that did not pass has failed, and so has one that lost its lab, which no person ended; otherwise the outcome and the objectives decide. */
const exitCodeOf = (run: OpenRun): number => {
  const {state} = run.engine;
  const {rtoMet, rpoMet, tolerated} = timing(state, state.endedAtMs ?? run.session.nowMs());
  const exit = exitOf(state.outcome, {rto: rtoMet, rpo: rpoMet, mtpd: tolerated?.met ?? null});
  const failed = state.findings?.list.filter(({name, ok}) => !ok && !objectiveFindings.includes(name)) ?? [];
  const hasLostLab = failed.some(({name}) => name === labIsThere);
  if (failed.length > 0 && (exit !== 'aborted' || hasLostLab)) {
    return exitCodes.failed.code;
  }
  // An objective that could not be measured is not missed, and the drill has not passed all the same.
  return state.findings?.passed === false && exit === 'done' ? exitCodes.failed.code : exitCodes[exit].code;
};

const closing = (run: OpenRun): readonly string[] =>
  summaryLines(
    summarise(run.engine.state, {
      nowMs: run.engine.state.endedAtMs ?? run.session.nowMs(),
      journal: run.directory.journal,
      head: run.session.head().words,
    }),
  );

const sayHowToGoOn = ({run, face, unattended, mayPipe}: Drive, reason: string): void => {
  const lines = [
    `The run is held: ${reason}.`,
    ...(face === 'plain' && unattended && mayPipe === true ? pipedAnswerLines() : []),
    asTyped(`Go on with: lifeboat resume ${run.directory.id}`),
    ...labNote(run),
    `Journal: ${run.directory.journal}`,
  ];
  if (face === 'json') {
    process.stderr.write(`${lines.join('\n')}\n`);
  } else {
    printLines(lines);
  }
};

const labNote = (run: OpenRun): readonly string[] =>
  run.engine.state.mode === 'drill' && !isTabletop(run.catalogued.runbook)
    ? ['Its lab stays up until then; the next drill takes it down.']
    : [];

const needed = ({prompts, paused}: Stuck): string =>
  [
    ...(paused ? ['it was paused, and only a person ends a pause (--continue does)'] : []),
    ...(prompts.length > 0
      ? [`a person is needed for ${prompts.map(({step, kind}) => `${step} (${kind})`).join(', ')}`]
      : []),
  ].join('; ');
