/** Beginning a step: what must hold, the proof of the target, and the typed name. */
import {expect, test} from 'vitest';
import {fail, succeed} from '../../../../src/base/result.ts';
import {done, failedWith, fakeRunners, printed} from '../../../support/fake-runners.ts';
import {
  branch,
  commandStep,
  decisionStep,
  endStep,
  input,
  instructionStep,
  probe,
  runbookOf,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const finish = endStep('finish');

test('what is required is asked once before each attempt, and counts as no attempt of its own', async () => {
  const run = openEngine(runbookOf([commandStep('drop_copy', [], {requires: [probe('backup_there')]}), finish]));
  await run.settled();

  expect(run.runners.log).toEqual(['drop_copy#1? backup_there', 'drop_copy#1']);
  expect(run.told()).toEqual([
    'probed drop_copy#1 requires backup_there passes',
    'began drop_copy#1',
    'succeeded drop_copy#1',
    'run-ended recovered',
  ]);
});

test('when what is required does not hold the step fails by its policy and never begins', async () => {
  const runners = fakeRunners({verdict: name => (name.includes('?') ? failedWith(3, 'no backup') : done)});
  const run = openEngine(runbookOf([commandStep('drop_copy', [], {requires: [probe('backup_there')]}), finish]), {
    runners,
  });
  await run.settled();

  expect(run.told()).toEqual(['probed drop_copy#1 requires backup_there fails', 'failed drop_copy#1, then hold']);
  expect(run.fact('failed').reason).toBe('What must hold before did not hold. backup_there: no backup');
  expect(runners.times('drop_copy#1')).toBe(0);
});

test('a held step that is tried again asks anew what is required', async () => {
  const runners = fakeRunners({
    verdict: (name, before) => (name === 'drop_copy#1? backup_there' && before === 0 ? failedWith(3) : done),
  });
  const run = openEngine(runbookOf([commandStep('drop_copy', [], {requires: [probe('backup_there')]}), finish]), {
    runners,
  });
  await run.settled();
  expect(run.say({intent: 'retry', step: 'drop_copy', attempt: 1})).toEqual({accepted: true});
  await run.settled();

  expect(runners.log).toEqual(['drop_copy#1? backup_there', 'drop_copy#2? backup_there', 'drop_copy#2']);
  expect(run.state.outcome).toBe('recovered');
});

test('a run that is paused while it is asked what is required does not begin the step until it goes on', async () => {
  const runners = fakeRunners({verdict: (name, before) => (name.includes('?') && before === 0 ? 'hold' : done)});
  const run = openEngine(runbookOf([commandStep('drop_copy', [], {requires: [probe('backup_there')]}), finish]), {
    runners,
  });
  await run.settled();
  run.say({intent: 'pause'});
  runners.settle('drop_copy#1? backup_there', done);
  await run.settled();
  expect(runners.times('drop_copy#1')).toBe(0);

  run.say({intent: 'continue'});
  await run.settled();
  expect(runners.log).toEqual(['drop_copy#1? backup_there', 'drop_copy#1? backup_there', 'drop_copy#1']);
});

test('a run that is ended while it is asked what is required does not begin the step', async () => {
  const runners = fakeRunners({verdict: name => (name.includes('?') ? 'hold' : done)});
  const run = openEngine(runbookOf([commandStep('drop_copy', [], {requires: [probe('backup_there')]}), finish]), {
    runners,
  });
  await run.settled();
  run.say({intent: 'abort', reason: 'wrong database'});
  runners.settle('drop_copy#1? backup_there', done);
  await run.settled();

  expect(run.told()).toEqual(['run-ended aborted']);
  expect(runners.times('drop_copy#1')).toBe(0);
});

test('a person is asked only when what is required holds', async () => {
  const runners = fakeRunners({verdict: () => failedWith(3)});
  const run = openEngine(runbookOf([instructionStep('fail_over', [], {requires: [probe('standby_there')]}), finish]), {
    runners,
  });
  await run.settled();

  expect(run.told()).toEqual(['probed fail_over#1 requires standby_there fails', 'failed fail_over#1, then hold']);
});

test('in a drill an action whose target is not the lab is held and nothing of it runs', async () => {
  const asked: (readonly string[])[] = [];
  const run = openEngine(
    runbookOf([commandStep('stop_writes', ['systemctl', 'stop', 'tickets'], {touches: ['app-1.example.com']}), finish]),
    {
      mode: 'drill',
      safeguard: async touched => {
        asked.push(touched);
        return fail('app-1.example.com is not of the lab');
      },
    },
  );
  await run.settled();

  expect(asked).toEqual([['app-1.example.com']]);
  expect(run.told()).toEqual(['failed stop_writes#1, then hold']);
  expect(run.fact('failed').reason).toBe('app-1.example.com is not of the lab');
  expect(run.runners.log).toEqual([]);
});

test('in a drill every server that a step is given is proved before it acts, also one that comes by environment', async () => {
  const asked: (readonly string[])[] = [];
  const run = openEngine(
    runbookOf([
      {
        ...commandStep('put_back'),
        kind: 'command',
        shape: 'action',
        action: {
          kind: 'command',
          run: ['lifeboat', 'backup'],
          env: {LIFEBOAT_DATABASE: 'postgres://ada@production/tickets'},
        },
      },
      finish,
    ]),
    {
      mode: 'drill',
      safeguard: async touched => {
        asked.push(touched);
        return fail('production is not of the lab');
      },
    },
  );
  await run.settled();

  expect(asked).toEqual([['postgres://ada@production/tickets']]);
  expect(run.told()).toEqual(['failed put_back#1, then hold']);
  expect(run.runners.log).toEqual([]);
});

test('what a step touches and cannot be told holds it, because a target that is not known cannot be proved', async () => {
  const run = openEngine(
    runbookOf([commandStep('stop_writes', ['stop'], {touches: ['${steps.nowhere.outputs.host}']}), finish]),
    {mode: 'drill', safeguard: async () => succeed(undefined)},
  );
  await run.settled();

  expect(run.told()).toEqual(['failed stop_writes#1, then hold']);
  expect(run.runners.log).toEqual([]);
});

test('an action that is to be confirmed waits for the name of its target, and another name does nothing', async () => {
  const run = openEngine(runbookOf([commandStep('drop_copy', [], {confirm: {type: 'tickets'}}), finish]));
  expect(run.engine.prompts()).toMatchObject([
    {step: 'drop_copy', attempt: 1, kind: 'confirmation', moves: ['confirm', 'skip', 'escalate', 'abort']},
  ]);
  expect(run.say({intent: 'confirm', value: 'ticket'})).toEqual({
    accepted: false,
    why: 'That is not the name of the target; nothing was done.',
  });
  await run.settled();
  expect(run.runners.log).toEqual([]);

  expect(run.say({intent: 'confirm', value: ' tickets '})).toEqual({accepted: true});
  await run.settled();
  expect(run.told()).toEqual([
    'asked drop_copy#1',
    'confirmed drop_copy#1',
    'began drop_copy#1',
    'succeeded drop_copy#1',
    'run-ended recovered',
  ]);
});

test('an instruction that is to be confirmed is put after the name of its target was typed', async () => {
  const run = openEngine(runbookOf([instructionStep('fail_over', [], {confirm: {type: 'standby-1'}}), finish]));
  expect(run.engine.prompts()).toMatchObject([{kind: 'confirmation', moves: ['confirm', 'skip', 'escalate', 'abort']}]);
  run.say({intent: 'confirm', value: 'standby-1'});
  expect(run.engine.prompts()).toMatchObject([
    {
      kind: 'instruction',
      attempt: 1,
      ask: 'Please do fail_over',
      moves: ['done', 'cannot', 'skip', 'escalate', 'abort'],
    },
  ]);
  run.say({intent: 'done'});

  expect(run.told()).toEqual([
    'asked fail_over#1',
    'confirmed fail_over#1',
    'asked fail_over#1',
    'succeeded fail_over#1',
    'run-ended recovered',
  ]);
});

test('a value that is not there holds the step with the sentence that says so', async () => {
  const run = openEngine(runbookOf([commandStep('restore', ['pg_restore', '${steps.find.outputs.file}']), finish]));
  await run.settled();

  expect(run.told()).toEqual(['failed restore#1, then hold']);
  expect(run.fact('failed').reason).toContain('find');
});

test('what an action gave is there for the steps after it', async () => {
  const run = openEngine(
    runbookOf([
      commandStep('find', ['find_backup'], {outputs: {file: {value: 'stdout', secret: false}}}),
      commandStep('restore', ['pg_restore', '${steps.find.outputs.file}']),
      decisionStep('which', [branch('same', []), branch('other', [])], {
        choose: "steps.find.outputs.file == 'b.dump' ? 'same' : 'other'",
      }),
      finish,
    ]),
    {runners: fakeRunners({verdict: () => printed('b.dump')})},
  );
  await run.settled();

  expect(run.runners.requests[1]?.action).toMatchObject({argv: ['pg_restore', 'b.dump']});
  expect(run.told()).toContain('chosen which#1 same');
});

test('the name of the target can be typed where its password is the same word', async () => {
  const run = openEngine(
    runbookOf([commandStep('drop_copy', [], {confirm: {type: '${inputs.database.database}'}}), finish], {
      inputs: input('database', 'connection'),
    }),
    {inputs: {database: 'postgresql://tickets:tickets@db-1/tickets'}},
  );
  expect(run.engine.prompts()).toMatchObject([{ask: 'Type tickets to go on: Do drop_copy'}]);
  expect(run.say({intent: 'confirm', value: 'tickets'})).toEqual({accepted: true});
  await run.settled();

  expect(run.fact('confirmed').value).toBe('tickets');
  expect(run.journal.text()).not.toContain('tickets:tickets');
});
