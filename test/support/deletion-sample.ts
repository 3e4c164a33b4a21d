/** The accidental deletion as the tests tell it: an outline, the questions it asks, and the actions it shows. */

import type {Outline, OutlineStep} from '../../src/run/outline.ts';
import type {Path} from '../../src/run/path.ts';
import type {Prompt, ShownAction} from '../../src/run/shown.ts';

export type Sample = {
  readonly outline: Outline;
  readonly prompts: {readonly [step: Path]: Prompt};
  readonly shown: {readonly [step: Path]: ShownAction};
};

const minutes = (p50: number, p90 = p50 * 1.5) => ({p50Ms: p50 * 60_000, p90Ms: p90 * 60_000});
const none = {p50Ms: 0, p90Ms: 0};

const step = (id: string, title: string, rest: Partial<OutlineStep>): OutlineStep => ({
  id,
  title,
  kind: 'sql',
  shape: 'action',
  effects: 'write',
  role: 'db_operator',
  estimate: minutes(2),
  skippable: true,
  pointOfNoReturn: false,
  hasUndo: false,
  requires: [],
  verify: [],
  ...rest,
});

const restore = {heading: 'Rebuild the moment', phase: 'recovery'} as const;
const stop = {heading: 'Stop the damage', phase: 'containment'} as const;
const repair = {heading: 'Put back what was lost', phase: 'recovery'} as const;

export const deletion: Sample = {
  outline: {
    id: 'accidental-deletion',
    version: '1.0.0',
    title: 'Accidental data deletion',
    scenario: 'deletion',
    summary: 'Rows are gone. Rebuild the moment before, beside production, and put back exactly what was lost.',
    steps: [
      step('tell_people', 'Tell the incident channel', {
        kind: 'instruction',
        shape: 'prompt',
        why: 'Everybody who might write to the database must know that it is being repaired.',
        estimate: minutes(1),
        ...stop,
      }),
      step('stop_writes', 'Stop application writes', {
        why: 'Every write after the deletion makes the repair harder to check.',
        targetMs: 120_000,
        hasUndo: true,
        verify: ['writes_stopped', 'no_open_transactions'],
        ...stop,
      }),
      step('choose_path', 'Choose the way back', {
        kind: 'decision',
        shape: 'group',
        effects: 'none',
        estimate: minutes(2),
        ...restore,
        branches: [
          {
            name: 'point_in_time',
            title: 'Restore to the moment before the deletion',
            steps: [
              step('restore', 'Restore the base backup', {
                kind: 'command',
                effects: 'read',
                estimate: minutes(12, 20),
                ...restore,
              }),
              step('replay_wal', 'Replay the WAL', {
                kind: 'command',
                effects: 'read',
                estimate: minutes(6, 10),
                measuresPoint: true,
                ...restore,
              }),
            ],
          },
          {
            name: 'last_dump',
            title: 'Restore the last nightly dump',
            steps: [
              step('load_dump', 'Load the dump', {
                kind: 'command',
                effects: 'read',
                estimate: minutes(40, 55),
                measuresPoint: true,
                ...restore,
              }),
            ],
          },
        ],
      }),
      step('allow_repair', 'Go or no-go for the repair', {
        kind: 'approval',
        shape: 'prompt',
        effects: 'none',
        estimate: minutes(5),
        ...repair,
      }),
      step('put_back', 'Put the lost rows back', {
        why: 'Only rows that are missing now are inserted; what was written since stays.',
        effects: 'destructive',
        pointOfNoReturn: true,
        requires: ['rows_missing'],
        verify: ['nothing_lost'],
        estimate: minutes(4, 8),
        skippable: false,
        ...repair,
      }),
      step('verified', 'Data is verified', {
        kind: 'milestone',
        shape: 'instant',
        estimate: none,
        effects: 'none',
        milestone: 'data_verified',
        ...repair,
      }),
      step('serving', 'Service is restored', {
        kind: 'milestone',
        shape: 'instant',
        estimate: none,
        effects: 'none',
        milestone: 'service_restored',
        ...repair,
      }),
      step('done', 'Recovered', {
        kind: 'end',
        shape: 'instant',
        estimate: none,
        effects: 'none',
        outcome: 'recovered',
        ...repair,
      }),
    ],
  },
  prompts: {
    tell_people: {
      kind: 'instruction',
      ask: 'Say in the incident channel that the ticketing database is being repaired.',
      checklist: ['Channel told', 'Support told', 'Status page says so'],
    },
    choose_path: {
      kind: 'decision',
      ask: 'Which backup brings the rows back?',
      options: [
        {name: 'point_in_time', title: 'Restore to the moment before the deletion'},
        {name: 'last_dump', title: 'Restore the last nightly dump'},
      ],
      proposal: 'point_in_time',
    },
    allow_repair: {
      kind: 'approval',
      ask: 'May 1,204 payments be put back into production?',
      need: 1,
      from: [{role: 'technical_lead', contact: 'technical_lead', name: 'Grace Hopper'}],
    },
    put_back: {
      kind: 'confirmation',
      ask: 'Type ticketing to go on: Put the lost rows back',
      expected: 'ticketing',
    },
  },
  shown: {
    stop_writes: {
      kind: 'sql',
      lines: [
        'alter role :"app" nologin',
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = :'app'",
      ],
      values: {app: 'ticketing_app'},
      target: 'ticketing',
    },
    'choose_path:point_in_time/restore': {
      kind: 'command',
      lines: ['pg_basebackup', '--pgdata', '/var/lib/restore/side', '--checkpoint=fast'],
      target: 'side',
    },
    put_back: {
      kind: 'sql',
      lines: ['insert into payments select * from recovered.payments where id not in (select id from payments)'],
      target: 'ticketing',
    },
  },
};
