/** What a dry run tells of a runbook as a whole: which way it goes, what is left out, and how long it takes. */
import {describe, expect, test} from 'vitest';
import {fail, succeed} from '../../../../src/base/result.ts';
import {
  everyStep,
  foretell,
  foretellSteps,
  givenInputs,
  linesOf,
  soundRunbook,
  stepAt,
  toldAtMs,
} from '../../../support/foretold.ts';
import {recovered, runbookText} from '../../../support/runbook-text.ts';

const ways = (choose: string): string => `
- id: way
  title: Which way
  decision:
    ask: Which way?
    ${choose}
    branches:
      stop: {title: Stop it, steps: [{id: stopped, title: Stop, estimate: 10m, command: [stop, "\${inputs.table}"]}]}
      leave: Leave it
      away: {title: Go away, goto: after}
- id: between
  title: Between
  estimate: 5m
  command: [between]
- id: after
  title: Afterwards
  when: steps.way.choice == 'stop'
  estimate: 1m
  command: [after]
`;

describe('ways', () => {
  test('every branch of a decision is told; who decides at the run leaves all of them open', () => {
    const told = foretellSteps(ways("propose: \"inputs.table == 'payments' ? 'leave' : 'stop'\""));

    expect(stepAt(told, 'way').blocks.map(({branch, isTaken, goto}) => [branch, isTaken, goto])).toEqual([
      ['stop', null, undefined],
      ['leave', null, undefined],
      ['away', null, 'after'],
    ]);
    expect(stepAt(told, 'way').prompt).toMatchObject({value: {proposal: 'leave'}});
    expect(stepAt(told, 'after').when).toMatchObject({holds: null, dependsOn: ['steps.way']});
    expect(linesOf(told, 'way:stop/stopped')).toEqual(['stop payments']);
  });

  test('the branch that the runbook chooses by its inputs is taken, and what hangs on it is told', () => {
    const told = foretellSteps(ways("choose: \"inputs.table == 'payments' ? 'stop' : 'leave'\""));

    expect(stepAt(told, 'way')).toMatchObject({choice: {branch: 'stop', by: 'runbook'}});
    expect(stepAt(told, 'way').blocks.map(({isTaken}) => isTaken)).toEqual([true, false, false]);
    expect(stepAt(told, 'after').when).toMatchObject({holds: true});
  });

  test('an answer that was prepared takes its branch, and a goto passes by what stands between', () => {
    const told = foretellSteps(ways(''), {
      parts: {prepared: (_, id) => (id === 'way' ? 'away' : undefined)},
    });

    expect(stepAt(told, 'way')).toMatchObject({choice: {branch: 'away', by: 'answers'}, isAnswered: true});
    expect(everyStep(told.steps).map(({id, isLeftOut}) => [id, isLeftOut])).toEqual([
      ['way', false],
      ['stopped', true],
      ['between', true],
      ['after', true],
      ['restored', false],
      ['done', false],
    ]);
  });

  test('a condition that can be told leaves out its step, with all that is inside', () => {
    const told = foretellSteps(
      `
- id: writing
  title: Writing
  when: "inputs.app != null && inputs.app != 'x'"
  group: {steps: [{id: stop, title: Stop, estimate: 1m, command: [stop, "\${inputs.app}"]}]}
- id: resume
  title: Resume
  when: steps.stop.status == 'succeeded' && inputs.app != null
  estimate: 1m
  command: [resume]
`,
      {inputs: 'app: {type: identifier, optional: true}'},
    );

    expect(stepAt(told, 'writing')).toMatchObject({isLeftOut: true, when: {holds: false}});
    expect(stepAt(told, 'writing/stop')).toMatchObject({isLeftOut: true, total: null});
    expect(stepAt(told, 'resume')).toMatchObject({isLeftOut: true, when: {holds: false}});
  });

  test('an included runbook is told with what it is told, and with secrets by name', () => {
    const child = runbookText(
      `
- id: rotate
  title: Rotate it
  estimate: 2m
  command: {run: [rotate, "\${inputs.table}", "\${inputs.ticket}"], env: {PASSWORD: "\${inputs.password}"}}
- id: finish
  end: no-action`,
      {inputs: 'ticket: {type: string}'},
    ).replace('id: test-runbook', 'id: rotate-login');
    const text = runbookText(`
- id: find
  title: Find it
  estimate: 1m
  effects: read
  command: [find]
  outputs: {ticket: stdout}
- id: rotation
  title: Rotate the login
  include:
    runbook: rotate-login
    inputs: {database: "\${inputs.database}", table: "\${inputs.table}_log", password: "\${inputs.password}", ticket: "\${steps.find.outputs.ticket}"}
${recovered}`);
    const beside = (path: string) =>
      path === 'included/rotate-login.yaml' ? succeed(child) : fail('there is no such file');
    const told = foretell(soundRunbook(text, beside), {inputs: givenInputs});

    expect(stepAt(told, 'rotation')).toMatchObject({
      includes: {id: 'rotate-login'},
      told: {
        database: '‹database: app@db-1.example:5432/tickets›',
        table: 'payments_log',
        password: '‹secret:password›',
        ticket: '‹steps.find.outputs.ticket›',
      },
    });
    expect(stepAt(told, 'rotation/rotate').action).toMatchObject({
      value: {lines: ['rotate payments_log ‹inputs.ticket›'], values: {PASSWORD: '‹secret:password›'}},
    });
    expect(JSON.stringify(told)).not.toMatch(/hunter2|swordfish/);
  });
});

describe('times', () => {
  const steps = `
- id: first
  title: First
  estimate: {p50: 10m, p90: 13m}
  command: [first]
- id: second
  title: Second
  estimate: {p50: 20m, p90: 24m}
  command: [second]`;

  test('totals add up along the longest way, and end to count when the clock stops', () => {
    const told = foretellSteps(`${steps}
- id: back
  milestone: service_restored
- id: tidy
  title: Tidy up
  estimate: 30m
  command: [tidy]`);

    expect(stepAt(told, 'first').total).toEqual({p50Ms: 600_000, p90Ms: 780_000});
    // The root of the summed squares of 3 and 4 minutes.
    expect(stepAt(told, 'second').total).toEqual({p50Ms: 1_800_000, p90Ms: 2_100_000});
    expect(told.toClockStop).toEqual({p50Ms: 1_800_000, p90Ms: 2_100_000});
    expect(stepAt(told, 'tidy')).toMatchObject({total: {p50Ms: 3_600_000}, clockHasStopped: true});
  });

  test('what is used up already is told where the beginning is known', () => {
    const events = new Map([['disruption', {atMs: toldAtMs - 300_000, source: 'typed'}]] as const);

    expect(foretellSteps(steps).clock.usedMs).toBeNull();
    expect(foretellSteps(steps, {parts: {events}}).clock).toEqual({
      start: 'disruption',
      stop: 'service_restored',
      usedMs: 300_000,
    });
  });
});
