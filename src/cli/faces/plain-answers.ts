/** The talk on the plain face: questions are said once, typed lines answer them, and words ask for more. */
import type {Interface} from 'node:readline';
import {showForeignLine} from '../../base/foreign-text.ts';
import {type AskedFor, readAsked} from '../../report/on-demand/asked-words.ts';
import {helpSentences} from '../../report/on-demand/help-sentences.ts';
import {statusSentences} from '../../report/on-demand/status-sentences.ts';
import {stepList} from '../../report/on-demand/step-list.ts';
import {printedLines} from '../../report/printed-lines.ts';
import {promptLines} from '../../report/prompt-line.ts';
import {questionAgain} from '../../report/question-again.ts';
import {stuckSentences} from '../../report/stuck-sentences.ts';
import {timeSentences} from '../../report/time-sentences.ts';
import type {Question} from '../../report/typed-answer.ts';
import {isOneOfSeveral, readLine} from '../../report/typed-line.ts';
import {stepsInOrder} from '../../run/blocks.ts';
import type {Intent, Meant, OpenPrompt} from '../../run/intent.ts';
import {questionName} from '../../run/question-name.ts';
import type {OpenRun} from '../join-run.ts';
import type {ToldPastes} from './told-pastes.ts';

export type Asking = {
  /** What was said already. */
  readonly asked: Set<string>;
  readonly print: (lines: readonly string[]) => void;
};

/** Whether the terminal is in other hands: what is typed then is heard here as well, and meant for them. */
export type Listening = Asking & {readonly isLent: () => boolean; readonly read: ToldPastes['read']};

/** Says every open question that was not said yet. */
export const askNew = (run: OpenRun, {asked, print}: Asking): void => {
  const prompts = run.engine.prompts();
  for (const prompt of prompts) {
    if (!asked.has(questionName(prompt))) {
      asked.add(questionName(prompt));
      print([
        ...(prompt.kind === 'unknown' ? stuckSentences(prompt, run.engine.state) : []),
        ...howToAnswer(run, prompt),
      ]);
    }
  }
};

const howToAnswer = ({engine, session}: OpenRun, prompt: OpenPrompt): readonly string[] =>
  promptLines(prompt, engine.state, {
    isOneOfSeveral: isOneOfSeveral(prompt, engine.prompts()),
    nowMs: session.nowMs(),
  });

/** Takes what is typed from now on. */
export const answerFrom = (lines: Interface, run: OpenRun, asking: Listening): void => {
  lines.on('line', whole => {
    const {text: line, isPasted} = asking.read(whole);
    if (line.trim() === '' || asking.isLent()) {
      return;
    }
    const {state} = run.engine;
    const questions = run.engine.prompts().map(prompt => questionOf(run, prompt));
    const expected = questions.flatMap(({prompt}) => (prompt?.expected === undefined ? [] : [prompt.expected]));
    const word = readAsked(line, expected);
    if (word) {
      asking.print(said(word, run));
      return;
    }
    const intent = readLine(line, questions, state);
    if (intent.ok && intent.value.intent === 'confirm' && isPasted) {
      asking.print(['This has to be typed. A paste is not taken here.']);
    } else if (intent.ok) {
      void send(run, intent.value, asking);
    } else {
      asking.print([intent.reason]);
    }
  });
};

const send = async (run: OpenRun, typed: Intent, asking: Asking): Promise<void> => {
  // An approver who is typed again after it was said what that means.
  const isAgain = typed.intent === 'approve' && asking.asked.delete(sayingAgain(typed));
  const intent = isAgain ? {...typed, value: typed.actor ?? ''} : typed;
  const answer = await run.session.send(intent);
  if (answer.accepted) {
    return;
  }
  if (answer.meant) {
    // A line of its own, to be copied; whoever hears it knows the question already.
    asking.asked.add(sayingAgain(intent));
    asking.print([answer.meant.says, `To take it, type: ${typedAs(intent, answer.meant)}`]);
    return;
  }
  asking.print([answer.why]);
  for (const prompt of run.engine.prompts().filter(({step}) => step === intent.step)) {
    asking.asked.delete(questionName(prompt));
  }
  askNew(run, asking);
};

const typedAs = ({intent}: Intent, {value}: Meant): string => `${wordBefore(intent)} ${showForeignLine(value)}`;

const wordBefore = (intent: Intent['intent']): string => (intent === 'set' || intent === 'approve' ? intent : 'value');

/** What is said again is a go by the same name at the same question. */
const sayingAgain = ({intent, step = '', attempt, actor = ''}: Intent): string =>
  `${intent} ${step}#${attempt} again: ${actor}`;

const questionOf = (run: OpenRun, open: OpenPrompt): Question => {
  const prompt = run.engine.state.steps.get(open.step)?.prompt;
  return {open, ...(prompt && {prompt})};
};

/** What a word that asks for something is answered with. */
const said = ({word, step}: AskedFor, run: OpenRun): readonly string[] => {
  const {state} = run.engine;
  const prompts = run.engine.prompts();
  const nowMs = run.session.nowMs();
  switch (word) {
    case 'status':
      return statusSentences(state, {prompts, nowMs, head: run.session.head().words});
    case 'times':
      return timeSentences(state, nowMs);
    case 'steps':
      return stepList(state, nowMs, run.session.ghost?.());
    case 'help':
      return helpSentences(prompts, state);
    case 'output':
      return outputOf(run, step);
    case 'wait':
      return ['Nothing is decided.', ...again(run)];
    case 'again':
      return again(run);
  }
};

const again = (run: OpenRun): readonly string[] => {
  const prompts = run.engine.prompts();
  const nowMs = run.session.nowMs();
  return prompts.length === 0
    ? ['Nothing is asked now. Type "status" to hear how the run stands.']
    : prompts.flatMap(prompt => [
        ...questionAgain(prompt, run.engine.state, {nowMs, ghost: run.session.ghost?.()}),
        ...howToAnswer(run, prompt),
      ]);
};

/** Of a step by its path or its id; without one, of the step that printed something last. */
const outputOf = ({engine, session}: OpenRun, named: string | undefined): readonly string[] => {
  const printed = stepsInOrder(engine.state)
    .filter(({path, outline}) => named === undefined || path === named || outline.id === named)
    .map(({path, attempt}) => ({step: path, lines: session.output(path, attempt)}));
  const last = printed.findLast(({lines}) => lines.length > 0);
  if (last) {
    return [`Output of ${last.step}.`, ...printedLines({...last, all: true})];
  }
  if (named === undefined) {
    return ['No step has printed anything yet.'];
  }
  return printed.length === 0
    ? [`There is no step "${showForeignLine(named)}". Type "steps" to hear their ids.`]
    : [`Step ${named} has printed nothing.`];
};
