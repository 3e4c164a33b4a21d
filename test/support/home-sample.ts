/** Homes as they are at three in the morning of 2026-11-23: nothing yet, runs that wait, what is owed, drills, broken things. */

import type {Home, HomeRunbook, OpenRun} from '../../src/report/home/home.ts';
import type {RunBrief} from '../../src/run/brief.ts';
import {debtAfter} from './debt-sample.ts';
import {triaged} from './triage-sample.ts';

/** 02:52 UTC. */
export const homeNowMs = Date.parse('2026-11-23T02:52:00.000Z');

const minuteMs = 60_000;
const dayMs = 86_400_000;

export const brief = (change: Partial<RunBrief> = {}): RunBrief => ({
  run: '20261123t024700z-accidental-deletion-k7q2xw',
  runbook: 'accidental-deletion',
  title: 'Accidental data deletion',
  mode: 'incident',
  variant: null,
  outcome: null,
  startedAtMs: homeNowMs - 5 * minuteMs,
  endedAtMs: null,
  lastAtMs: homeNowMs - 2 * minuteMs,
  rtaMs: null,
  rtoMs: 60 * minuteMs,
  rtoMet: null,
  rpaMs: null,
  rpoMs: 60 * minuteMs,
  rpoMet: null,
  deviations: 0,
  drill: null,
  owed: [],
  waiting: [],
  working: [],
  paused: false,
  ...change,
});

/** A drill that is over, so many days ago, that took so many minutes. */
export const drill = (days: number, minutes: number, change: Partial<RunBrief> = {}): RunBrief =>
  brief({
    run: `202611${String(23 - days).padStart(2, '0')}t100000z-accidental-deletion-drl${String(days).padStart(3, 'a')}`,
    mode: 'drill',
    outcome: 'recovered',
    startedAtMs: homeNowMs - days * dayMs,
    endedAtMs: homeNowMs - days * dayMs + minutes * minuteMs,
    rtaMs: minutes * minuteMs,
    rtoMet: minutes <= 60,
    drill: {passed: minutes <= 60, partial: false},
    ...change,
  });

export const runbook = (change: Partial<HomeRunbook> = {}): HomeRunbook => ({
  id: 'accidental-deletion',
  file: 'runbooks/deletion/accidental-deletion.yaml',
  title: 'Accidental data deletion',
  scenario: 'deletion',
  version: '1.0.0',
  owner: 'database administrator',
  summary: 'Rows are gone. Rebuild the moment before, beside production, and put back exactly what was lost.',
  symptoms: ['Rows are missing from specific tables', 'The application reports records that it cannot find'],
  rtoMs: 60 * minuteMs,
  rpoMs: 60 * minuteMs,
  worstP90Ms: 41 * minuteMs,
  review: {last: '2026-11-01', dueOn: '2027-01-30', lateDays: -68},
  canDrill: true,
  variants: [],
  errors: [],
  warnings: [],
  runs: [],
  debt: null,
  ...change,
});

const siteLost = runbook({
  id: 'site-lost',
  file: 'runbooks/infrastructure/site-lost.yaml',
  title: 'Loss of the first site',
  scenario: 'infrastructure',
  summary: 'The first site is dark. Serve the shop from the second one.',
  symptoms: ['The shop does not answer', 'No host of the first site answers'],
  worstP90Ms: 75 * minuteMs,
  review: {last: '2026-05-01', dueOn: '2026-07-30', lateDays: 116},
  warnings: ['line 8, the review was due on 2026-07-30, 116 days ago'],
});

const broken = runbook({
  id: 'torn-index',
  file: 'runbooks/torn-index.yaml',
  title: 'A torn index',
  scenario: null,
  version: null,
  owner: null,
  summary: '',
  symptoms: [],
  rtoMs: null,
  rpoMs: null,
  worstP90Ms: null,
  review: null,
  canDrill: false,
  errors: ['line 22, a command step has no field "efects"'],
});

const waiting: OpenRun = {
  run: brief().run,
  stands: 'free',
  labIsGone: false,
  phones: {technical_lead: '+1 555 0101'},
  brief: brief({
    owed: [],
    waiting: [
      {
        step: 'allow_repair',
        title: 'Let the repair begin',
        why: 'approval',
        people: [{role: 'approver', contact: 'technical_lead', name: 'Grace Hopper'}],
        sinceMs: homeNowMs - 4 * minuteMs,
      },
    ],
  }),
};

const elsewhere: OpenRun = {
  run: '20261123t021000z-site-lost-m3n4p5',
  stands: 'held-elsewhere',
  phones: {},
  holder: {user: 'ada', host: 'ops-1', pid: 4711, since: '2026-11-23T02:10:00.000Z'},
  brief: brief({
    run: '20261123t021000z-site-lost-m3n4p5',
    title: 'Loss of the first site',
    mode: 'drill',
    working: ['Start the second site'],
  }),
};

const labLost: OpenRun = {
  run: '20261121t090000z-accidental-deletion-q5r6s7',
  stands: 'free',
  labIsGone: true,
  phones: {},
  brief: brief({run: '20261121t090000z-accidental-deletion-q5r6s7', mode: 'drill', working: ['Restore']}),
};

const neverBegan: OpenRun = {run: '20261122t230000z-site-lost-zzzzzz', stands: 'never-began'};

const home = (change: Partial<Home>): Home => ({
  place: '/var/lib/lifeboat',
  nowMs: homeNowMs,
  runs: 0,
  reading: null,
  open: [],
  owed: [],
  runbooks: [runbook(), siteLost],
  troubles: [],
  ...change,
});

const drilled = runbook({
  variants: [
    {name: 'delayed_standby', title: 'The rows come from a delayed standby'},
    {name: 'dump', title: null},
  ],
  debt: debtAfter(drill(3, 32)),
  runs: [
    drill(3, 32),
    drill(20, 75),
    drill(22, 28),
    brief({
      outcome: 'recovered',
      run: 'x-incident',
      rtaMs: 40 * minuteMs,
      rtoMet: true,
      endedAtMs: homeNowMs - 9 * dayMs,
    }),
  ],
});

export const homes = {
  nothing: home({}),
  interrupted: home({
    runs: 12,
    open: [waiting, elsewhere, labLost, neverBegan],
    owed: [
      {
        what: 'deadline',
        text: 'Tell the users',
        owner: 'Grace Hopper',
        liftedBy: null,
        untilMs: homeNowMs + 10 * minuteMs,
        run: brief().run,
        mode: 'incident',
        listedUntilMs: null,
      },
    ],
    runbooks: [drilled, siteLost],
  }),
  overdue: home({
    runs: 12,
    owed: [
      {
        what: 'duty',
        text: 'Stop application writes',
        owner: 'Ada Lovelace',
        liftedBy: 'open_writes',
        untilMs: homeNowMs - 3 * 3_600_000,
        run: brief().run,
        mode: 'incident',
        listedUntilMs: null,
      },
    ],
    runbooks: [runbook({runs: [drill(3, 75), drill(22, 28)]}), siteLost],
  }),
  broken: home({
    runs: 3,
    runbooks: [drilled, broken],
    troubles: [
      'The journal of 20261101t100000z-site-lost-brkn22 is damaged: entry 4 has another hash. `lifeboat verify 20261101t100000z-site-lost-brkn22` says more.',
    ],
  }),
  reading: home({runs: 1_000, reading: {done: 412, of: 1_000}, runbooks: [runbook()]}),
  planned: home({runs: 12, triage: triaged('planned', 0)}),
  looking: home({runs: 12, triage: triaged('looking', 1)}),
  triaged: home({runs: 12, triage: triaged('done', 2)}),
} satisfies {readonly [name: string]: Home};
