/** Every kind of question as the plain face says it and as the JSON face prints it: test/golden/plain/*.txt and test/golden/json/*.json, reviewed as text. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {factLines} from '../../src/cli/faces/plain.ts';
import {statusSentences} from '../../src/report/on-demand/status-sentences.ts';
import {promptLines} from '../../src/report/prompt-line.ts';
import {questionAgain} from '../../src/report/question-again.ts';
import {isOneOfSeveral} from '../../src/report/typed-line.ts';
import {wantedJson} from '../../src/report/wanted-json.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {failedWith, fakeRunners, lost} from '../support/fake-runners.ts';
import {type OpenEngine, openEngine} from '../support/open-engine.ts';
import {smallRunbook} from '../support/small-runbook.ts';

type Scene = {
  readonly steps: string;
  /** What goes on until the question is there. */
  readonly then?: (run: OpenEngine) => Promise<OpenEngine>;
  /** How actions end; well, where nothing is said. */
  readonly ends?: Parameters<typeof fakeRunners>[0];
};

const wipe = `
  - id: wipe
    title: Wipe the old disk
    why: The new one is proven, and the old one may hold what should not be there.
    effects: destructive
    point_of_no_return: true
    touches: ["'shop'"]
    requires: [{command: "true"}]
    drill: simulate
    confirm: {type: shop}
    command: [wipe-disk, --all, /dev/shop]
`;

const restart = `
  - id: restart
    title: Restart the shop
    touches: ["'shop'"]
    command: [systemctl, restart, shop]
    undo: {command: [systemctl, stop, shop]}
    escalate: {after: 20m, to: approver}
    troubleshoot: [{symptom: The unit is masked, check: systemctl status shop, then: Unmask it and try again.}]
`;

const scenes: {readonly [name: string]: Scene} = {
  instruction: {
    steps: `
  - id: call
    title: Call the provider
    why: Only they see the line.
    danger: Not the number on the old sticker.
    instruction: {do: Call the provider., checklist: [Give the number, Ask how long], paste: "show line 7 | match → up"}
`,
    then: async run => {
      run.say({intent: 'tick', step: 'call', value: 0});
      return run;
    },
  },
  input: {steps: '  - {id: since, title: Since when, input: {ask: Since when is it down?, type: timestamp}}'},
  'input-secret': {steps: '  - {id: pin, title: The pin, input: {ask: What is the pin of the safe?, type: secret}}'},
  decision: {
    steps: `
  - id: way
    title: Choose the way back
    decision:
      ask: Which copy is newer?
      propose: "'disk'"
      branches:
        disk: {title: The disk, steps: [{id: copy, title: Copy the disk, estimate: {p50: 20m, p90: 50m}, effects: read, command: [copy, disk]}]}
        tape: {title: The tape, steps: [{id: wind, title: Wind the tape, estimate: {p50: 2h, p90: 3h}, effects: read, command: [copy, tape]}]}
`,
  },
  approval: {steps: '  - {id: go, title: Go on, approval: {ask: May the shop be switched over?, from: [approver]}}'},
  confirmation: {steps: wipe},
  pick: {
    steps: `
  - id: calls
    title: Tell everybody
    group: {order: any, steps: [{id: ada, title: Tell Ada, instruction: Tell Ada.}, {id: bob, title: Tell Bob, instruction: Tell Bob.}]}
`,
  },
  held: {steps: restart, ends: {verdict: () => failedWith(3, 'the unit is masked')}},
  unknown: {steps: restart, ends: {verdict: () => lost('the connection to the host was lost')}},
  'undo-held': {
    steps: `${restart}
  - {id: look, title: Look at the shop, check: {command: "false"}}`,
    ends: {
      verdict: name =>
        name.startsWith('look') || name === 'restart#2' ? failedWith(1) : {ok: true, scope: {}, certain: true},
    },
    then: async run => {
      run.say({intent: 'undo_to', step: 'look', value: 'restart', reason: 'it was the wrong one'});
      await run.settled();
      return run;
    },
  },
  secret: {
    steps: `
  - {id: pin, title: The pin, input: {ask: What is the pin of the safe?, type: secret}}
  - {id: look, title: Look at the shop, instruction: Is the lamp on?}
  - {id: open, title: Open the safe, effects: read, command: {run: [open-safe], env: {PIN: "\${steps.pin.outputs.value}"}}}
`,
    then: async run => {
      run.say({intent: 'answer', step: 'pin', value: 'sesame77-4242'});
      await run.settled();
      const again = run.crash().resume();
      await again.settled();
      again.say({intent: 'done', step: 'look'});
      await again.settled();
      return again;
    },
  },
  several: {
    steps: `
  - id: both
    title: Both at once
    parallel:
      branches:
        dns: {title: Names, steps: [{id: lower, title: Lower the time to live, instruction: Lower it.}]}
        mail: {title: Mail, steps: [{id: hold, title: Hold the mail, instruction: Hold it.}]}
`,
  },
  paused: {
    steps: '  - {id: look, title: Look at the shop, instruction: Is the lamp on?}',
    then: async run => {
      run.say({intent: 'pause', reason: 'waiting for Grace'});
      await run.settled();
      return run;
    },
  },
};

/** Who is there, as the first fact says it. */
const first = {
  contacts: {
    database_administrator: {name: 'Ada Lovelace', keys: [], phone: '+49 30 1234'},
    technical_lead: {name: 'Dana Fox', keys: [], phone: '+49 30 1235'},
  },
  roles: {
    db_operator: {contact: 'database_administrator', name: 'Ada Lovelace'},
    approver: {contact: 'technical_lead', name: 'Dana Fox'},
  },
  ladder: [{title: 'Technical lead', contact: 'technical_lead', afterMs: 1_200_000}],
  objectives: {rtoMs: 3_600_000, rpoMs: 3_600_000},
};

const runbookIn = (steps: string): Runbook => {
  const {runbook} = loadRunbook(smallRunbook(steps), {today: '2026-11-24'});
  if (!runbook) {
    throw new Error('the scene is no runbook');
  }
  return {...runbook, objectives: {rtoMs: 3_600_000, rpoMs: 3_600_000}};
};

const play = async ({steps, ends, then}: Scene) => {
  const heard: string[] = [];
  const run = openEngine(runbookIn(steps), {
    ...(ends && {runners: fakeRunners(ends)}),
    first,
    onDurable: (facts, {state}) => {
      heard.push(...facts.flatMap(fact => factLines(fact, state, () => [])));
    },
  });
  await run.settled();
  run.clock.pass(60_000);
  const there = (await then?.(run)) ?? run;
  await there.settled();
  return {run: there, heard};
};

test.each(Object.entries(scenes))(
  '%s is said in sentences, and printed with all that a screen shows of it',
  async (name, scene) => {
    const {run, heard} = await play(scene);
    const {state} = run;
    const prompts = run.engine.prompts();
    const nowMs = run.nowMs();
    expect(prompts).not.toEqual([]);
    const lines = [
      ...heard,
      '',
      'again',
      ...prompts.flatMap(prompt => [
        ...questionAgain(prompt, state, {nowMs}),
        ...promptLines(prompt, state, {isOneOfSeveral: isOneOfSeveral(prompt, prompts), nowMs}),
      ]),
      '',
      'status',
      ...statusSentences(state, {prompts, nowMs, head: 'fern otter lamp dune'}),
    ];
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join('plain', `${name}.txt`));
    const wanted = wantedJson(state, {prompts, nowMs, reasons: [], head: {words: 'fern otter lamp dune', entries: 7}});
    await expect(`${JSON.stringify(wanted, null, 2)}\n`).toMatchFileSnapshot(join('json', `${name}.json`));
  },
);
