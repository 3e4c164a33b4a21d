/** The face for dumb terminals, pipes and screen readers: one sentence a line, answers typed line by line. */
import {setImmediate as nextTurn} from 'node:timers/promises';
import {eventLines, indented} from '../../report/event-line.ts';
import {statusSentences} from '../../report/on-demand/status-sentences.ts';
import {printedLines} from '../../report/printed-lines.ts';
import {questionAgain} from '../../report/question-again.ts';
import type {Fact} from '../../run/event.ts';
import type {RunSession} from '../../run/session.ts';
import type {RunState} from '../../run/state.ts';
import {headToWriteDown} from '../break-glass.ts';
import type {OpenRun} from '../join-run.ts';
import {printLines} from '../print-lines.ts';
import {asksForSecret, hiddenTyping} from './hidden-typing.ts';
import {type Asking, answerFrom, askNew} from './plain-answers.ts';
import {timeTeller} from './time-teller.ts';
import {asksForName, toldPastes} from './told-pastes.ts';

export type PlainFace = {
  readonly close: () => void;
  /** Reads and prints nothing while something else has the terminal; what happened meanwhile is said afterwards. */
  readonly lend: (use: () => Promise<void>) => Promise<void>;
};

/** Prints what happens; where somebody can answer, asks and reads. */
export const plainFace = (run: OpenRun, {asks}: {readonly asks: boolean}): PlainFace => {
  // Loaded where somebody answers line by line: a screen starts a millisecond earlier without it.
  const {createInterface} = asks ? process.getBuiltinModule('node:readline') : {};
  const lines = createInterface?.({input: process.stdin, terminal: false});
  const {engine, session} = run;
  const {print, hold} = printer();
  const typing = lines ? hiddenTyping() : undefined;
  const pastes = lines ? toldPastes() : undefined;
  let isLent = false;
  const asking: Asking = {asked: new Set(), print};
  const times = timeTeller(session, said => print(said));
  run.onFacts(facts => {
    print(facts.flatMap(fact => factLines(fact, engine.state, session.output)));
    print(headToWriteDown(run));
    const isResumed = facts.some(fact => fact.type === 'session-opened' && fact.session > 1);
    if (lines && isResumed) {
      print(standing(run));
    }
    times.look(facts, {isSaid: lines !== undefined && isResumed});
    if (lines) {
      const said = typing?.set(asksForSecret(engine.prompts(), engine.state));
      pastes?.set(!isLent && asksForName(engine.prompts()));
      askNew(run, asking);
      print(said === undefined ? [] : [said]);
    }
    // Where nothing is asked, a pause would look like a program that hangs.
    if (lines && engine.state.paused && facts.some(({type}) => type === 'session-opened' || type === 'paused')) {
      print(['The run is paused. To go on, type "continue" and press Enter; "abort REASON" ends the run.']);
    }
  });
  let isOver = false;
  if (lines && pastes) {
    answerFrom(lines, run, {...asking, isLent: () => isLent, read: pastes.read});
    // Ctrl-D, or a terminal that is gone: nobody can answer any more.
    lines.on('close', () => isOver || engine.leave('nobody can type answers any more'));
  }
  return {
    close: () => {
      isOver = true;
      times.close();
      typing?.end();
      pastes?.end();
      lines?.close();
    },
    lend: async use => {
      const release = hold();
      isLent = true;
      pastes?.set(false);
      lines?.pause();
      // Standard input stops being read a turn after it was told to.
      await nextTurn();
      await use();
      isLent = false;
      pastes?.set(asksForName(engine.prompts()));
      lines?.resume();
      release();
    },
  };
};

/** Whoever resumes has seen nothing of it: how the run stands, then every open question. */
const standing = ({engine, session}: OpenRun): readonly string[] => {
  const prompts = engine.prompts();
  const nowMs = session.nowMs();
  return [
    ...statusSentences(engine.state, {prompts, nowMs, head: session.head().words}),
    ...prompts.flatMap(prompt => questionAgain(prompt, engine.state, {nowMs, ghost: session.ghost?.()})),
  ];
};

/** What a fact says, and what was printed behind it. */
export const factLines = (fact: Fact, state: RunState, output: RunSession['output']): readonly string[] => {
  const hasPrinted = (fact.type === 'succeeded' || fact.type === 'performed' || fact.type === 'failed') && fact.output;
  const printed = hasPrinted ? printedLines({step: fact.step, lines: output(fact.step, fact.attempt)}) : [];
  return [...eventLines(fact, state), ...indented(printed)];
};

type Print = (lines: readonly string[]) => void;

const printer = (): {readonly print: Print; readonly hold: () => () => void} => {
  let held: string[] | undefined;
  const print: Print = lines => {
    if (held) {
      held.push(...lines);
    } else {
      printLines(lines);
    }
  };
  return {
    print,
    hold: () => {
      held = [];
      return () => {
        const lines = held ?? [];
        held = undefined;
        print(lines);
      };
    },
  };
};
