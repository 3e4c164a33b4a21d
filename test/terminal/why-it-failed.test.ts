/** A program that fails is told with the line that names its error, on every face, and never with a secret. */
import {expect, test} from 'vitest';
import {factsOf, makeDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const steps = `
  - id: load
    title: Load the shop
    estimate: 10s
    script:
      interpreter: [/bin/sh]
      text: |
        echo "error: first try failed" >&2
        printf 'psql: error: login with %s failed\\n\\tIs the password right?\\n' "$PASSWORD" >&2
        echo "Try --help for more." >&2
        exit 2
      env: {PASSWORD: "\${inputs.password}"}
`;

test('the line that names the error is shown and recorded, with the secret hidden in it', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const runbook = desk.file(
    'shop-outage.yaml',
    smallRunbook(steps, 'inputs: {password: {type: secret, from: {env: SHOP_PASSWORD}}}'),
  );
  const {code, stdout} = await desk.lifeboat(['run', runbook, '--auto'], {env: {SHOP_PASSWORD: 'swordfish-1'}});
  expect(code).toBe(7);
  const why = 'sh ended with exit code 2: psql: error: login with ‹secret:password› failed';
  expect(stdout).toContain(why);
  expect(stdout).not.toContain('swordfish');
  expect(factsOf(desk).find(({type}) => type === 'failed')).toMatchObject({reason: why});
});
