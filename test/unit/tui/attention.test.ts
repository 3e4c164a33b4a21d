/** Calling the person who is waited for: what is written to the terminal, and when nothing is. */
import {expect, test} from 'vitest';
import {callerFor, openQuestions, titleOf} from '../../../src/tui/attention.ts';
import {momentOf, questionOf} from '../../../src/tui/moment.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';
import {toldSession} from '../../support/told-session.ts';

const momentAt = (...timeline: readonly string[]) => momentOf(toldSession(run(deletion, timeline)));

const written = (environment: NodeJS.ProcessEnv, call: (caller: ReturnType<typeof callerFor>) => void): string => {
  const texts: string[] = [];
  call(callerFor({write: text => texts.push(String(text)) > 0}, environment));
  return texts.join('');
};

test('the title says whom it waits for, and of several how many', () => {
  expect(titleOf(momentAt('0s start', '1s began stop_writes'))).toBe('DRILL Accidental data deletion');
  expect(titleOf(momentAt('0s start', '1s asked allow_repair'))).toMatch(/^Waits for you: .+, DRILL Accidental/);
  const two = momentAt('0s start', '1s asked tell_people', '2s asked allow_repair');
  expect(titleOf(two)).toMatch(/^Waits for you: .+ and 1 more, DRILL/);
  expect(openQuestions(two)).toEqual(['tell_people#1 instruction', 'allow_repair#1 approval']);
});

test('a title that a runbook brings cannot speak to the terminal, nor be longer than a tab', () => {
  const outline = {...deletion.outline, title: `\u001b]0;pwned\u0007${'x'.repeat(200)}`};
  const title = titleOf(momentOf(toldSession(run({...deletion, outline}, ['0s start']))));
  expect(title).toMatch(/^DRILL ␛\]0;pwned\\x07x+…$/);
  expect(title).toHaveLength(80);
});

test('the title that was there is put away first and comes back at the end, once', () => {
  const text = written({TERM: 'xterm'}, caller => {
    caller.show('DRILL one');
    caller.show('DRILL one');
    caller.show('DRILL two');
    caller.giveBack();
    caller.giveBack();
    caller.again();
  });
  expect(text).toBe(
    '\u001b[22;2t\u001b]2;DRILL one\u001b\\\u001b]2;DRILL two\u001b\\\u001b[23;2t\u001b[22;2t\u001b]2;DRILL two\u001b\\',
  );
});

test.each([
  [{TERM: 'xterm', LIFEBOAT_BELL: 'off'}, ''],
  [{TERM: 'linux'}, '\u0007'],
])('switched off it is silent, and a console that would print a title gets none: %o', (environment, said) => {
  expect(
    written(environment, caller => {
      caller.ring();
      caller.show('DRILL one');
      caller.giveBack();
    }),
  ).toBe(said);
});

test('each pick of a group is rung for: fewer are left, so it is another question', () => {
  const moment = momentAt('0s start', '1s asked choose_path');
  const pickOf = (left: number) => ({
    ...moment,
    prompts: [
      {
        step: 'choose_path',
        attempt: 1,
        kind: 'pick' as const,
        ask: 'Pick what comes next',
        moves: ['pick' as const],
        options: ['restore', 'replay_wal', 'load_dump'].slice(0, left).map(name => ({name, title: name})),
      },
    ],
  });
  const questions = [3, 2, 1].map(left => openQuestions(pickOf(left)));
  expect(new Set(questions.flat()).size).toBe(3);
  // The screen takes it for the same question that it rings for.
  const step = moment.state.steps.get('choose_path');
  expect([questionOf(pickOf(3), step)?.id]).toEqual(questions[0]);
});
