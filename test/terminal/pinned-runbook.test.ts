/** A runbook that was sound when its run began is not judged again: neither by another day nor by a rule that came later. */
import {expect, test} from 'vitest';
import {makeDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const ungated = `
  - {id: tell, title: Tell the team, estimate: 1m, instruction: Say that it begins.}
  - id: clear
    title: Clear the cache
    when: "false"
    effects: destructive
    touches: [/srv/cache]
    point_of_no_return: true
    drill: skip
    estimate: 1m
    requires: [{command: ["true"]}]
    command: [rm, -r, /srv/cache]
`;

/** Loaded before the program: two days have passed. */
const twoDaysLater = `
  const Today = Date;
  const nowMs = () => Today.now() + 2 * 86_400_000;
  globalThis.Date = class extends Today {
    constructor(...given) {
      given.length > 0 ? super(...given) : super(nowMs());
    }
    static now() {
      return nowMs();
    }
  };
`;

test('a run goes on, and is verified, after the day until which its author answered for a finding', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const today = new Date().toISOString().slice(0, 10);
  const runbook = desk.file(
    'shop-outage.yaml',
    smallRunbook(ungated, `waivers: [{rule: destructive/ungated, reason: The cache fills itself, until: "${today}"}]`),
  );
  expect((await desk.lifeboat(['run', runbook, '--auto'])).code).toBe(7);

  const later = {env: {NODE_OPTIONS: `--require ${desk.file('two-days-later.cjs', twoDaysLater)}`}};
  const refused = await desk.lifeboat(['run', runbook, '--auto'], later);
  expect(refused).toMatchObject({code: 3, stderr: expect.stringContaining('destructive/ungated')});
  const answers = desk.file('answers.yaml', 'tell: done');
  // Its clock alone was set: the time since the host was started says that hardly any has passed.
  const resumed = await desk.lifeboat(['resume', '--answers', answers], later);
  expect(resumed).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/The clock of the host was set forward by 2 ?d/),
  });
  expect((await desk.lifeboat(['verify', desk.runs()[0] ?? ''], later)).stdout).toMatch(/^OK/);
});
