/** Whoever only hears a run can carry it out: every line can be said, every open question is a sentence, and what it names is taken. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {factLines} from '../../src/cli/faces/plain.ts';
import {helpSentences} from '../../src/report/on-demand/help-sentences.ts';
import {statusSentences} from '../../src/report/on-demand/status-sentences.ts';
import {stepList} from '../../src/report/on-demand/step-list.ts';
import {promptLines} from '../../src/report/prompt-line.ts';
import {questionAgain} from '../../src/report/question-again.ts';
import {summarise, summaryLines} from '../../src/report/summary.ts';
import {isOneOfSeveral, readLine} from '../../src/report/typed-line.ts';
import type {OpenPrompt} from '../../src/run/intent.ts';
import {arbitraryIncident} from '../support/arbitrary-incident.ts';
import {badlySaid} from '../support/badly-said.ts';
import {casesOf} from '../support/case-count.ts';
import {type Dice, diceOf} from '../support/dice.ts';
import {done, failedWith, lost} from '../support/fake-runners.ts';
import {foreign} from '../support/foreign.ts';
import {type OpenEngine, openEngine} from '../support/open-engine.ts';
import {worldOf} from '../support/operator.ts';

const runs = casesOf({sample: 12, full: 250});
const answersMax = 60;

/** What stands for the capitals of a spelled answer. */
const filledIn = (spelled: string, run: OpenEngine, dice: Dice): string => {
  const people = ['Dana Fox', 'Ravi Rao', 'Kim Ito'];
  const step = run.state.effects.at(-1)?.step ?? [...run.state.steps.keys()][0] ?? '';
  return spelled
    .replace('NUMBER', '1')
    .replace('NAME=VALUE', 'deep=true')
    .replace('SECRET', 'sesame77-4242-open42')
    .replace('ROLE', 'approver')
    .replace('STEP', step)
    .replace('REASON', 'it was on fire')
    .replace('NAME', people[dice.roll(people.length)] ?? '')
    .replace('TEXT', '7');
};

/** The answers that a question names, as they are typed. Ending it all, or calling somebody, answers every question. */
const spokenAnswers = (lines: readonly string[], prompt: OpenPrompt): readonly string[] => {
  const address = /begin the answer with "([^"]*)"/.exec(lines.join('\n'))?.[1];
  const typed = lines.flatMap(line => (/^ {2}Type "(.*)" to (?!hear)/.exec(line) ?? []).slice(1));
  return typed
    .filter(spelled => !/^(?:abort|escalate|wait)\b/.test(spelled) || spelled === prompt.ask)
    .map(spelled => (address === undefined ? spelled : `${address} ${spelled}`));
};

const type = (line: string, run: OpenEngine): boolean => {
  const questions = run.engine.prompts().map(open => {
    const prompt = run.state.steps.get(open.step)?.prompt;
    return {open, ...(prompt && {prompt})};
  });
  const intent = readLine(line, questions, run.state);
  return intent.ok && run.say(intent.value, {via: 'plain'}).accepted;
};

/** One question is answered by what was said of it; anything that was said in order must do. */
const answerOne = async (run: OpenEngine, dice: Dice): Promise<void> => {
  const prompts = run.engine.prompts();
  const prompt = prompts[dice.roll(Math.max(1, prompts.length))];
  if (prompt === undefined) {
    return;
  }
  const lines = promptLines(prompt, run.state, {isOneOfSeveral: isOneOfSeveral(prompt, prompts), nowMs: run.nowMs()});
  const unfinished = [...lines, ...questionAgain(prompt, run.state, {nowMs: run.nowMs()}).slice(0, 1)].filter(
    line => !/[.?:]"?$/.test(line),
  );
  expect({kind: prompt.kind, unfinished}).toEqual({kind: prompt.kind, unfinished: []});
  const answers = spokenAnswers(lines, prompt);
  const first = dice.roll(Math.max(1, answers.length));
  const tried = [...answers.slice(first), ...answers.slice(0, first)].map(spelled => filledIn(spelled, run, dice));
  const taken = tried.some(line => type(line, run));
  expect({kind: prompt.kind, tried, lines, taken}).toMatchObject({taken: true});
  await run.settled();
};

/** All that a listener may hear at a moment, by itself or asked for. */
const everything = (run: OpenEngine): readonly string[] => {
  const {state} = run;
  const prompts = run.engine.prompts();
  const nowMs = run.nowMs();
  return [
    ...prompts.flatMap(prompt => questionAgain(prompt, state, {nowMs})),
    ...prompts.flatMap(prompt => promptLines(prompt, state, {isOneOfSeveral: prompts.length > 1, nowMs})),
    ...statusSentences(state, {prompts, nowMs, head: 'fern otter lamp dune'}),
    ...stepList(state, nowMs, undefined),
    ...helpSentences(prompts, state),
    ...summaryLines(summarise(state, {nowMs})),
  ];
};

/** Nothing that is recorded has half a character. */
const said = foreign.map(text => text.toWellFormed());

const ends = [done, done, failedWith(3), lost()];

test('an incident is carried out by what is heard of it alone, and every line of it can be said', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryIncident,
      fc.array(fc.nat({max: 10_000}), {minLength: 60, maxLength: 200, size: 'max'}),
      async (runbook, numbers) => {
        const dice = diceOf(numbers);
        const heard: string[] = [];
        const run = openEngine(runbook, {
          runners: worldOf(dice),
          inputs: {deep: true},
          onDurable: (facts, engine) => {
            heard.push(...facts.flatMap(fact => factLines(fact, engine.state, () => ['─── ✔ done', 'x\ny'])));
          },
        });
        for (let count = 0; count < answersMax && run.state.status !== 'ended'; count += 1) {
          await run.settled();
          for (const name of run.runners.onHold()) {
            run.runners.settle(name, ends[dice.roll(ends.length)] ?? done);
            await run.settled();
          }
          await answerOne(run, dice);
          run.clock.pass(60_000);
        }
        expect([...heard, ...everything(run)].filter(line => badlySaid(line).length > 0)).toEqual([]);
      },
    ),
    {numRuns: runs},
  );
});

test('whatever a title, a reason or a program says, nothing of it is badly said', async () => {
  await fc.assert(
    fc.asyncProperty(said, arbitraryIncident, async (text, runbook) => {
      const heard: string[] = [];
      const steps = runbook.steps.map(step => ({...step, title: text, why: text}));
      const run = openEngine(
        {...runbook, title: text, steps},
        {
          inputs: {deep: true},
          onDurable: (facts, engine) => {
            heard.push(...facts.flatMap(fact => factLines(fact, engine.state, () => [text])));
          },
        },
      );
      await run.settled();
      run.say({intent: 'note', value: text});
      expect([...heard, ...everything(run)].filter(line => badlySaid(line).length > 0)).toEqual([]);
    }),
    {numRuns: runs},
  );
});
