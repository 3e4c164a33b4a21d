/** The face for dumb terminals, pipes and screen readers: one sentence a line, answers typed line by line. */
import type {Interface} from 'node:readline';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {eventLines, outputLines} from '../../report/event-line.ts';
import {promptLines} from '../../report/prompt-line.ts';
import {questionAgain} from '../../report/question-again.ts';
import type {Question} from '../../report/typed-answer.ts';
import {isOneOfSeveral, readLine} from '../../report/typed-line.ts';
import type {Fact} from '../../run/event.ts';
import type {Intent, Meant, OpenPrompt} from '../../run/intent.ts';
import type {RunSession} from '../../run/session.ts';
import type {RunState} from '../../run/state.ts';
import {headToWriteDown} from '../break-glass.ts';
import type {OpenRun} from '../join-run.ts';
import {asksForSecret, hiddenTyping} from './hidden-typing.ts';

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
  const asked = new Set<string>();
  const {engine, session} = run;
  const {print, hold} = printer();
  const typing = lines ? hiddenTyping() : undefined;
  run.onFacts(facts => {
    print(facts.flatMap(fact => factLines(fact, engine.state, session.output)));
    print(headToWriteDown(run));
    if (lines) {
      const isResumed = facts.some(fact => fact.type === 'session-opened' && fact.session > 1);
      if (isResumed) {
        print(engine.prompts().flatMap(prompt => questionAgain(prompt, engine.state, session.nowMs())));
      }
      const said = typing?.set(asksForSecret(engine.prompts(), engine.state));
      askNew(run, asked, print);
      print(said === undefined ? [] : [said]);
    }
    // Where nothing is asked, a pause would look like a program that hangs.
    if (lines && engine.state.paused && facts.some(({type}) => type === 'session-opened' || type === 'paused')) {
      print(['The run is paused. To go on, type "continue" and press Enter; "abort REASON" ends the run.']);
    }
  });
  let isOver = false;
  let isLent = false;
  if (lines) {
    answerFrom(lines, run, {asked, print, isLent: () => isLent});
    // Ctrl-D, or a terminal that is gone: nobody can answer any more.
    lines.on('close', () => isOver || engine.leave('nobody can type answers any more'));
  }
  return {
    close: () => {
      isOver = true;
      typing?.end();
      lines?.close();
    },
    lend: async use => {
      const release = hold();
      isLent = true;
      lines?.pause();
      // Standard input stops being read a turn after it was told to.
      await nextTurn();
      await use();
      isLent = false;
      lines?.resume();
      release();
    },
  };
};

/** What a fact says, and what was printed behind it. */
export const factLines = (fact: Fact, state: RunState, output: RunSession['output']): readonly string[] => {
  const hasPrinted = (fact.type === 'succeeded' || fact.type === 'performed' || fact.type === 'failed') && fact.output;
  return [...eventLines(fact, state), ...(hasPrinted ? outputLines(output(fact.step, fact.attempt)) : [])];
};

type Print = (lines: readonly string[]) => void;

/** At once: each write is a call into the system, and wakes up who reads. */
const printer = (): {readonly print: Print; readonly hold: () => () => void} => {
  let held: string[] | undefined;
  const print: Print = lines => {
    if (held) {
      held.push(...lines);
    } else if (lines.length > 0) {
      process.stdout.write(lines.map(line => `${line}\n`).join(''));
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

const keyOf = ({step, attempt, kind}: OpenPrompt): string => `${kind} ${step}#${attempt}`;

const askNew = (run: OpenRun, asked: Set<string>, print: Print): void => {
  const prompts = run.engine.prompts();
  for (const prompt of prompts) {
    if (!asked.has(keyOf(prompt))) {
      asked.add(keyOf(prompt));
      print(promptLines(prompt, run.engine.state, {isOneOfSeveral: isOneOfSeveral(prompt, prompts)}));
    }
  }
};

type Asking = {readonly asked: Set<string>; readonly print: Print; readonly isLent: () => boolean};

const answerFrom = (lines: Interface, run: OpenRun, {asked, print, isLent}: Asking): void => {
  lines.on('line', line => {
    // What is typed for somebody else is heard here as well.
    if (line.trim() === '' || isLent()) {
      return;
    }
    const prompts = run.engine.prompts();
    const intent = readLine(
      line,
      prompts.map(prompt => questionOf(run, prompt)),
      run.engine.state,
    );
    if (!intent.ok) {
      print([intent.reason]);
      return;
    }
    void run.session.send(intent.value).then(answer => {
      if (!answer.accepted) {
        // A line of its own, to be copied.
        print(
          answer.meant ? [answer.meant.says, `To take it, type: ${typedAs(intent.value, answer.meant)}`] : [answer.why],
        );
        for (const prompt of prompts.filter(({step}) => step === intent.value.step)) {
          asked.delete(keyOf(prompt));
        }
        askNew(run, asked, print);
      }
    });
  });
};

const typedAs = ({intent}: Intent, {value}: Meant): string => `${intent === 'set' ? 'set' : 'value'} ${value}`;

const questionOf = (run: OpenRun, open: OpenPrompt): Question => {
  const prompt = run.engine.state.steps.get(open.step)?.prompt;
  return {open, ...(prompt && {prompt})};
};
