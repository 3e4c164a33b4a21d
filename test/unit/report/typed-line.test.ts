/** A typed line over several open questions: it says which it answers, or is refused. */
import {expect, test} from 'vitest';
import {promptLines} from '../../../src/report/prompt-line.ts';
import {readLine} from '../../../src/report/typed-line.ts';
import {
  branch,
  commandStep,
  endStep,
  groupStep,
  instructionStep,
  parallelStep,
  runbookOf,
} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

const both = async () => {
  const run = openEngine(
    runbookOf([
      parallelStep('both', [
        branch('dns', [instructionStep('lower')]),
        branch('mail', [commandStep('hold_mail', ['hold'], {confirm: {type: '@mail'}})]),
      ]),
      endStep('finish'),
    ]),
    {inputs: {}},
  );
  await run.settled();
  const questions = run.engine.prompts().map(open => {
    const prompt = run.state.steps.get(open.step)?.prompt;
    return {open, ...(prompt && {prompt})};
  });
  return {state: run.state, questions};
};

const read = async (line: string, take = 2) => {
  const {state, questions} = await both();
  const answer = readLine(line, questions.slice(-take), state);
  return answer.ok ? answer.value : answer.reason;
};

test('the step before an answer says which question it is for, whatever their order', async () => {
  expect(await read('@both:dns/lower done')).toEqual({step: 'both:dns/lower', attempt: 1, intent: 'done'});
  expect(await read('@both:mail/hold_mail @mail')).toMatchObject({intent: 'confirm', value: '@mail'});
});

test('an answer that does not say which is refused and lists them; so is one to a step that asks nothing', async () => {
  expect(await read('done')).toMatch(/^2 questions are open.*"@both:dns\/lower" .*Lower.*"@both:mail\/hold_mail" /i);
  expect(await read('@both:dns/other done')).toMatch(/^Nothing is asked now at "both:dns\/other".*"@both:dns\/lower"/);
});

test('what is about the whole run needs no step, and neither does the only question', async () => {
  expect(await read('note it rains')).toEqual({intent: 'note', value: 'it rains'});
  expect(await read('abort enough')).toEqual({intent: 'abort', reason: 'enough'});
  expect(await read('@mail', 1)).toMatchObject({intent: 'confirm', value: '@mail'});
  expect(await read('pause', 0)).toEqual({intent: 'pause'});
});

test('what is picked next in a group is no answer to the step that was picked before', async () => {
  const run = openEngine(
    runbookOf([
      groupStep('tidy', [instructionStep('logs'), instructionStep('cache')], {order: 'any'}),
      endStep('finish'),
    ]),
    {inputs: {}},
  );
  await run.settled();
  run.say({step: 'tidy', attempt: 1, intent: 'pick', value: 'cache'});
  await run.settled();
  const questions = run.engine.prompts().map(open => ({open}));
  expect(questions).toHaveLength(2);
  expect(readLine('done', questions, run.state)).toMatchObject({value: {step: 'tidy/cache', intent: 'done'}});
  expect(readLine('pick 1', questions, run.state)).toMatchObject({value: {step: 'tidy', value: 'logs'}});
});

test('under each of several questions stands how to begin its answer', async () => {
  const {state, questions} = await both();
  const lines = questions.flatMap(({open}) => promptLines(open, state, {isOneOfSeveral: true}));
  expect(lines).toContainEqual(expect.stringContaining('as in "@both:dns/lower done"'));
  expect(lines).toContainEqual(expect.stringContaining('as in "@both:mail/hold_mail @mail"'));
});
