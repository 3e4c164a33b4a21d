/** Answers that are typed as words on the plain face. */
import {expect, test} from 'vitest';
import {readAnswer} from '../../../src/report/typed-answer.ts';
import {readRemark} from '../../../src/report/typed-remark.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';
import {toldSession} from '../../support/told-session.ts';

const questionAfter = (...timeline: readonly string[]) => {
  const session = toldSession(run(deletion, ['0s start', ...timeline]));
  const [open] = session.prompts();
  if (!open) {
    throw new Error('the story asks nothing');
  }
  const prompt = session.state().steps.get(open.step)?.prompt;
  return {open, ...(prompt && {prompt})};
};

const intentOf = (line: string, question: ReturnType<typeof questionAfter>) => {
  const answer = readAnswer(line, question);
  return answer.ok ? answer.value : answer.reason;
};

test('an instruction is ticked by numbers from 1 and ends with done or cannot', () => {
  const question = questionAfter('1s asked tell_people');
  const at = {step: 'tell_people', attempt: 1};
  expect(intentOf('tick 3', question)).toEqual({...at, intent: 'tick', value: 2});
  expect(intentOf(' done ', question)).toEqual({...at, intent: 'done'});
  expect(intentOf('cannot the channel is down', question)).toEqual({
    ...at,
    intent: 'cannot',
    reason: 'the channel is down',
  });
  expect(intentOf('tick 4', question)).toBe('Write it as: tick NUMBER; NUMBER is from 1 to 3.');
  expect(intentOf('cannot', question)).toBe('Write it as: cannot REASON.');
});

test('an option is taken by its number or by its name', () => {
  const question = questionAfter('1s asked choose_path');
  const expected = {step: 'choose_path', attempt: 1, intent: 'choose', value: 'last_dump'};
  for (const line of ['2', 'choose 2', 'last_dump', 'choose last_dump']) {
    expect(intentOf(line, question)).toEqual(expected);
  }
  expect(intentOf('choose 9', question)).toBe('Write it as: choose NUMBER; NUMBER is from 1 to 2.');
});

test('an approval names the approver, a no-go the reason as well', () => {
  const question = questionAfter('1s asked allow_repair');
  const at = {step: 'allow_repair', attempt: 1};
  expect(intentOf('approve Grace Hopper', question)).toEqual({...at, intent: 'approve', actor: 'Grace Hopper'});
  expect(intentOf('reject Grace Hopper: count first', question)).toEqual({
    ...at,
    intent: 'reject',
    actor: 'Grace Hopper',
    reason: 'count first',
  });
});

test('a confirmation is the name itself and nothing near it', () => {
  const question = questionAfter('1s asked put_back');
  expect(intentOf('ticketing', question)).toEqual({
    step: 'put_back',
    attempt: 1,
    intent: 'confirm',
    value: 'ticketing',
  });
  expect(intentOf('yes', question)).toBe(
    '"yes" is no answer here. Type the name ticketing, or escalate ROLE: REASON, or abort REASON.',
  );
});

test('an unknown outcome is settled with a word and how one knows', () => {
  const question = questionAfter('1s began stop_writes', '2s unknown stop_writes the host restarted');
  expect(intentOf('done the role cannot log in', question)).toEqual({
    step: 'stop_writes',
    attempt: 1,
    intent: 'resolve',
    value: 'done',
    reason: 'the role cannot log in',
  });
  expect(intentOf('again', question)).toBe('Write it as: again REASON.');
});

test('notes and pauses are possible at every question', () => {
  const question = questionAfter('1s asked choose_path');
  expect(intentOf('note called Grace', question)).toEqual({intent: 'note', value: 'called Grace'});
  expect(intentOf('pause', question)).toEqual({intent: 'pause'});
});

test('a role is called to the step that is asked, and a file is about it', () => {
  const question = questionAfter('1s asked tell_people');
  expect(intentOf('escalate approver: nobody answers', question)).toEqual({
    step: 'tell_people',
    attempt: 1,
    intent: 'escalate',
    value: 'approver',
    reason: 'nobody answers',
  });
  expect(intentOf('escalate approver', question)).toBe('Write it as: escalate ROLE: REASON.');
  expect(intentOf('evidence /tmp/screen.png', question)).toEqual({
    intent: 'evidence',
    value: '/tmp/screen.png',
    step: 'tell_people',
  });
});

test('while nothing is asked, what can be said at every moment and an abort are taken, and nothing else', () => {
  const remark = (line: string) => {
    const answer = readRemark(line);
    return answer.ok ? answer.value : answer.reason;
  };
  expect(remark('continue')).toEqual({intent: 'continue'});
  expect(remark('note it rains')).toEqual({intent: 'note', value: 'it rains'});
  expect(remark('abort wrong runbook')).toEqual({intent: 'abort', reason: 'wrong runbook'});
  expect(remark('abort')).toBe('Write it as: abort REASON.');
  expect(remark('stop the wrong host')).toEqual({intent: 'stop', reason: 'the wrong host'});
  expect(remark('stop both:disk/grow: the wrong host')).toEqual({
    intent: 'stop',
    step: 'both:disk/grow',
    reason: 'the wrong host',
  });
  expect(remark('stop')).toBe('Write it as: stop REASON.');
  expect(remark('handover approver Dana Fox')).toEqual({intent: 'handover', value: 'approver', actor: 'Dana Fox'});
  expect(remark('handover approver')).toBe('Write it as: handover ROLE NAME.');
  expect(remark('prove @signature')).toEqual({intent: 'prove', signature: '@signature'});
  expect(remark('prove switch:dns/go: U1NIU0lH')).toEqual({
    intent: 'prove',
    step: 'switch:dns/go',
    signature: 'U1NIU0lH',
  });
  expect(remark('evidence the screen.png')).toEqual({intent: 'evidence', value: 'the screen.png'});
  expect(remark('done')).toBe(
    '"done" is no answer here: nothing is asked now. Type note TEXT, or evidence FILE, or handover ROLE NAME, or prove SIGNATURE, or acknowledge DEADLINE, or stop REASON, or pause, or continue, or abort REASON.',
  );
});
