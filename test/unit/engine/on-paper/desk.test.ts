/** The desk at which paper is entered: what a line leads to, and what cannot have been so. */
import {expect, test} from 'vitest';
import {
  approvalStep,
  assertStep,
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  groupStep,
  instructionStep,
  milestoneStep,
  parallelStep,
  probe,
  runbookOf,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';
import {enterAll, leftRun, onPaper, paperDesk, toldOnPaper} from '../../../support/paper.ts';

test('what people did on paper is told as they would have answered, and nothing is written before it is made durable', () => {
  const {why, isUntouched, new: facts} = enterAll(leftRun(), [onPaper('03:20 call_all', 'done')]);
  expect(why).toEqual(['taken']);
  expect(isUntouched).toBe(true);
  expect(toldOnPaper(facts)).toEqual(['03:20 succeeded call_all paper', '03:20 run-ended finish engine']);
});

test('what the program would have done is done by hand: a deviation, and an effect that can be undone', () => {
  const run = leftRun(
    commandStep('stop_writes', ['stop'], {verify: [probe('stopped')]}),
    instructionStep('wait_for_it'),
  );
  const {desk, new: facts} = enterAll(run, [
    onPaper('03:10 call_all', 'done'),
    onPaper('03:15 stop_writes', 'done', {note: 'typed at the console'}),
  ]);
  expect(toldOnPaper(facts).slice(-1)).toEqual(['03:15 backfilled stop_writes paper']);
  expect(desk.state.steps.get('stop_writes')).toMatchObject({status: 'succeeded', reason: 'typed at the console'});
  expect(desk.state.deviations.map(({kind, step}) => [kind, step])).toEqual([
    ['backfilled', 'call_all'],
    ['backfilled', 'stop_writes'],
  ]);
  expect(desk.state.effects.at(-1)).toMatchObject({step: 'stop_writes', isDone: true, undone: false});
});

test('a milestone that is reached on paper counts when what it follows happened', () => {
  const {desk} = enterAll(leftRun(milestoneStep('restored'), instructionStep('tidy_up')), [
    onPaper('04:10 call_all', 'done'),
  ]);
  expect(desk.state.events.get('service_restored')).toEqual({
    atMs: Date.parse('2026-11-01T04:10:00Z'),
    source: 'engine',
  });
  expect(desk.state.steps.get('tidy_up')?.status).toBe('pending');
});

test('a milestone that has a line of its own counts as of that', () => {
  const {desk} = enterAll(leftRun(milestoneStep('restored'), instructionStep('tidy_up')), [
    onPaper('04:10 call_all', 'done'),
    onPaper('04:12 restored', 'done'),
  ]);
  expect(desk.state.events.get('service_restored')?.atMs).toBe(Date.parse('2026-11-01T04:12:00Z'));
});

test('paper is read off the clock as it stands now, also where that was set while the run went on', () => {
  const runbook = runbookOf([instructionStep('call_all'), instructionStep('tidy_up'), endStep('finish')]);
  const run = openEngine(runbook);
  run.clock.set(2 * 3_600_000);
  run.say({intent: 'note', value: 'the clock of this host was wrong'});
  const {
    desk,
    why,
    new: facts,
  } = enterAll({runbook, text: run.crash().text}, [
    onPaper('06:30 call_all', 'done'),
    onPaper('06:00 tidy_up', 'done'),
    onPaper('07:02 tidy_up', 'done'),
  ]);
  expect(why).toEqual([
    'taken',
    'tidy_up cannot have been at 2026-11-01T06:00:00Z: what it follows was at 2026-11-01T06:30:00Z.',
    '2026-11-01T07:02:00Z lies in the future: it is 2026-11-01T07:01:00Z now.',
  ]);
  expect(toldOnPaper(facts)).toEqual(['06:30 succeeded call_all paper']);
  // An hour and 29 minutes after the run began, by a clock that nobody set.
  expect(desk.state.steps.get('call_all')?.finishedAtMs).toBe(Date.parse('2026-11-01T04:30:00Z'));
});

test('a time lies neither in the future, nor before the run, nor before what it follows', () => {
  const run = leftRun(instructionStep('stop_writes'));
  const at = (time: string) =>
    enterAll(run, [onPaper('04:00 call_all', 'done'), onPaper(`${time} stop_writes`, 'done')]).why[1];
  expect(at('05:02')).toBe('2026-11-01T05:02:00Z lies in the future: it is 2026-11-01T05:01:00Z now.');
  expect(at('02:59')).toBe('2026-11-01T02:59:00Z lies before the run began, which was at 2026-11-01T03:01:00Z.');
  expect(at('03:59')).toBe(
    'stop_writes cannot have been at 2026-11-01T03:59:00Z: what it follows was at 2026-11-01T04:00:00Z.',
  );
  expect(at('04:00')).toBe('taken');
});

test('ways that went on beside each other have no order among each other, and are over with the last of them', () => {
  const {why, desk} = enterAll(
    leftRun(
      parallelStep('both', [
        branch('disk', [instructionStep('disk')]),
        branch('network', [instructionStep('network')]),
      ]),
      milestoneStep('restored'),
    ),
    [
      onPaper('03:10 call_all', 'done'),
      onPaper('04:30 both:disk/disk', 'done'),
      onPaper('03:40 both:network/network', 'done'),
    ],
  );
  expect(why).toEqual(['taken', 'taken', 'taken']);
  expect(desk.state.events.get('service_restored')?.atMs).toBe(Date.parse('2026-11-01T04:30:00Z'));
});

test('gates stay gates: nothing behind one is entered before its go, and nobody who executes gives it', () => {
  const run = leftRun(approvalStep('go'), commandStep('drop_it', ['drop'], {effects: 'destructive'}));
  const first = onPaper('03:10 call_all', 'done');
  const drop = onPaper('03:30 drop_it', 'done');
  expect(enterAll(run, [first, drop]).why[1]).toBe('The run has not come to drop_it yet: first go.');
  expect(enterAll(run, [first, onPaper('03:20 go', 'skipped', {note: 'no time'}), drop]).why.slice(1)).toEqual([
    expect.stringContaining('nobody gets past a gate'),
    expect.stringContaining('has not come to drop_it'),
  ]);
  expect(enterAll(run, [first, onPaper('03:20 go', 'done')]).why[1]).toContain('say approved or rejected');
  expect(enterAll(run, [first, onPaper('03:20 go', 'approved')]).why[1]).toContain('executes this run');
});

test('a go on paper is a typed name that proves nothing, and the approver has executed nothing by it', () => {
  const run = leftRun(approvalStep('go'), approvalStep('go_again'), instructionStep('tidy_up'));
  const {why, desk} = enterAll(run, [
    onPaper('03:10 call_all', 'done'),
    onPaper('03:20 go', 'approved', {by: 'Dana Fox'}),
    onPaper('03:25 go_again', 'approved', {by: 'Dana Fox'}),
  ]);
  expect(why).toEqual(['taken', 'taken', 'taken']);
  expect(desk.state.executors.has('Dana Fox')).toBe(false);
  expect(desk.state.deviations.map(({kind}) => kind)).toEqual(['backfilled', 'unproven-approval', 'unproven-approval']);
});

test('a way, a condition and a check are decided by what is known; where that is nothing, by whoever was there', () => {
  const run = leftRun(
    commandStep('count', ['count'], {outputs: {rows: {value: 'int(stdout)', secret: false}}}),
    instructionStep('tell', [], {when: 'steps.count.outputs.rows > 0'}),
    decisionStep('way', [branch('few', []), branch('many', [])], {
      choose: "steps.count.outputs.rows > 10 ? 'many' : 'few'",
    }),
    assertStep('holds', 'steps.count.outputs.rows > 3'),
    instructionStep('tidy_up'),
  );
  const begin = [onPaper('03:10 call_all', 'done')];
  const known = enterAll(run, [
    ...begin,
    onPaper('03:20 count', 'done', {outputs: {rows: 12}}),
    onPaper('03:25 tell', 'done'),
  ]);
  expect(known.why).toEqual(['taken', 'taken', 'taken']);
  expect(known.desk.state.steps.get('way')).toMatchObject({choice: 'many', status: 'succeeded'});
  expect(known.desk.state.steps.get('holds')?.status).toBe('succeeded');

  const unknown = enterAll(run, [
    ...begin,
    onPaper('03:20 count', 'done'),
    onPaper('03:25 tell', 'not-applicable'),
    onPaper('03:30 way', {did: 'chose', branch: 'few'}),
  ]);
  expect(unknown.why).toEqual(['taken', 'taken', 'taken', 'taken']);
  expect(unknown.desk.state.deviations.map(({kind, step}) => `${kind} ${step}`)).toContain('backfilled way');
  // It is held as usual when the run goes on.
  expect(unknown.desk.wanted().map(({want, path}) => `${want} ${path}`)).toEqual(['enter holds']);

  const wrong = enterAll(run, [
    ...begin,
    onPaper('03:20 count', 'done', {outputs: {rows: 12}}),
    onPaper('03:25 tell', 'not-applicable'),
  ]);
  expect(wrong.why[2]).toContain('it is true that steps.count.outputs.rows > 0');
});

test('what failed, and what was left out, needs a word on why; a gate that said no holds', () => {
  const run = leftRun(checkStep('is_up'), instructionStep('tidy_up'));
  const begin = onPaper('03:10 call_all', 'done');
  expect(enterAll(run, [begin, onPaper('03:20 is_up', 'failed')]).why[1]).toBe('"failed" needs a note that says why.');
  const {desk} = enterAll(run, [begin, onPaper('03:20 is_up', 'failed', {note: 'no answer'})]);
  expect(desk.state.steps.get('is_up')).toMatchObject({status: 'held', reason: 'no answer'});
  const on = enterAll(run, [
    begin,
    onPaper('03:20 is_up', 'failed', {note: 'no answer'}),
    onPaper('03:40 is_up', 'done', {note: 'it answered'}),
  ]);
  expect(on.why.at(-1)).toBe('taken');
});

test('parts that people pick are picked by whoever did them', () => {
  const run = leftRun(groupStep('tidy', [instructionStep('disk'), instructionStep('logs')], {order: 'any'}));
  const {
    why,
    new: facts,
    desk,
  } = enterAll(run, [
    onPaper('03:10 call_all', 'done'),
    onPaper('03:30 tidy/logs', 'done'),
    onPaper('03:20 tidy/disk', 'done'),
    onPaper('03:35 tidy', 'done'),
  ]);
  expect(why).toEqual(['taken', 'taken', 'taken', 'taken']);
  expect(facts.filter(({type}) => type === 'picked').map(fact => ('inner' in fact ? fact.inner : ''))).toEqual([
    'logs',
    'disk',
  ]);
  expect(desk.state.status).toBe('ended');
});

test('what was under way when the program ended is for whoever resumes', () => {
  const runbook = runbookOf([commandStep('copy', ['copy']), endStep('finish')]);
  const open = openEngine(runbook);
  const {why} = enterAll({runbook, text: open.crash().text}, [onPaper('03:20 copy', 'done')]);
  expect(why[0]).toContain('copy was under way when the program ended');
});

test('a run that was paused goes on on paper and is paused again', () => {
  const runbook = runbookOf([instructionStep('call_all'), commandStep('stop_writes'), endStep('finish')]);
  const open = openEngine(runbook);
  open.say({intent: 'pause', reason: 'lunch'});
  const desk = paperDesk(runbook, open.crash().text);
  expect(desk.enter(onPaper('03:20 call_all', 'done')).ok).toBe(true);
  expect(desk.enter(onPaper('03:25 stop_writes', 'done')).ok).toBe(true);
  desk.close([]);
  expect(desk.state.paused).toBe(true);
});
