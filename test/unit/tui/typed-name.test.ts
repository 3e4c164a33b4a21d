/** A name that is to be typed is typed at once, without the key that opens its line: no letter of it may do anything else. */
import {expect, test} from 'vitest';
import {footerLine} from '../../../src/tui/lines/footer-line.ts';
import {helpLines} from '../../../src/tui/lines/help-lines.ts';
import {focusOf, momentOf, questionOf} from '../../../src/tui/moment.ts';
import {freshView} from '../../../src/tui/view.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {pressed} from '../../support/pressed.ts';
import {run} from '../../support/run.ts';
import {toldSession} from '../../support/told-session.ts';

/** Beside a command that runs, the step `put_back` waits for the name of its target. */
const asked = (expected: string) => {
  const putBack = {...deletion.prompts.put_back, kind: 'confirmation' as const, ask: 'Put it back', expected};
  const outline = {
    ...deletion.outline,
    steps: deletion.outline.steps.map(step => (step.id === 'put_back' ? {...step, skippable: true} : step)),
  };
  return run({...deletion, outline, prompts: {...deletion.prompts, put_back: putBack}}, [
    '0s start',
    '1s began stop_writes',
    '2s asked put_back',
  ]);
};

const skip = 's skip';

const names = ['standby-2', 'ticketing', 'primary', 'events', 'orders', ':memory:', '2nd-site', 'q', 'Standby'];

test.each(names)('%s is typed at once, and is the confirmation and nothing else', name => {
  expect(pressed(asked(name), [`type:${name}`, 'enter']).sent).toEqual([
    {step: 'put_back', attempt: 1, intent: 'confirm', value: name},
  ]);
});

test('the first letter in another case opens the line too, where it is no command', () => {
  expect(pressed(asked('Standby'), ['type:standby', 'enter'])).toMatchObject({
    sent: [],
    view: {notice: 'That is not Standby. Nothing was done.'},
  });
});

test('what the first letter does else is not offered then, and is said after a colon', () => {
  const textOf = (name: string) => {
    const moment = momentOf(toldSession(asked(name)));
    const question = questionOf(moment, focusOf(moment, null));
    const footer = footerLine({moment, question, view: freshView, isArmed: true}, 120);
    const help = helpLines(moment, freshView, {width: 100, legend: []}).map(line =>
      line.map(({text}) => text).join(''),
    );
    const now = help.slice(0, help.indexOf('Keys of other moments')).join('\n');
    return {footer: footer.map(({text}) => text).join(''), now};
  };
  expect(textOf('mail').footer).toContain(skip);
  expect(textOf('mail').now).toContain('Go on without this step');
  expect(textOf('standby-2').footer).not.toContain(skip);
  expect(textOf('standby-2').now).not.toContain('Go on without this step');
  // Of a key with two names the other one stays.
  expect(textOf('quay').now).toContain('Ctrl-C  ');
  expect(pressed(asked('standby-2'), [':', 'type:skip it is away', 'enter']).sent).toMatchObject([
    {intent: 'skip', reason: 'it is away'},
  ]);
});

const refusal = 'That is the name to type: Esc, then Enter opens its line.';

test('no reason, note or command is the name, or what is left of it after the key that opened the line', () => {
  for (const keys of [
    ['s', 'type:mail'],
    ['e', 'type: MAIL '],
    [':', 'type:mail'],
    ['ctrl-c', '3', 'enter', 'type:mail'],
  ]) {
    expect(pressed(asked('mail'), [...keys, 'enter'])).toMatchObject({sent: [], view: {notice: refusal}});
  }
  // In the list of steps the letters of the name are keys of the list.
  expect(pressed(asked('events'), ['tab', 'type:events', 'enter'])).toMatchObject({sent: [], view: {notice: refusal}});
  expect(pressed(asked('mail'), ['s', 'type:mail is away', 'enter']).sent).toMatchObject([{intent: 'skip'}]);
});

test('what else is asked may be answered with the same text', () => {
  const prompts = {...deletion.prompts, put_back: {kind: 'confirmation' as const, ask: '', expected: 'grace'}};
  const both = run({...deletion, prompts}, ['0s start', '1s asked allow_repair', '2s asked put_back']);
  expect(pressed(both, ['enter', 'type:Grace', 'enter']).sent).toMatchObject([{intent: 'approve', actor: 'Grace'}]);
});

test('the id of a step is no reason to count its unknown outcome as failed', () => {
  const unknown = run(deletion, ['0s start', '1s began stop_writes', '3s unknown stop_writes the host restarted']);
  expect(pressed(unknown, ['a', 'type:stop_writes', 'enter'])).toMatchObject({
    sent: [],
    view: {notice: 'That is the id to type to run it again: Esc, then n opens its line.'},
  });
});
