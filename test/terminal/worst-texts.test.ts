/** The worst texts that we know: the program answers each of them in 5 seconds of a processor and 300 MB, and never with an accident. */
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {makeDesk} from '../support/lifeboat.ts';
import {smallPlan} from '../support/small-runbook.ts';
import {someOfTheWorst, worstTexts} from '../support/worst-texts.ts';

const isCi = process.env.CI === 'true';
const names = isCi ? Object.keys(worstTexts) : someOfTheWorst;

const bundle = join(import.meta.dirname, '..', '..', 'dist', 'lifeboat.mjs');

/** The kernel ends what is over its time, however busy the machine is; the most memory is told at the end. */
const limited = 'ulimit -t 5; exec "$0" "$@"';
const telling =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(`${process.resourceUsage().maxRSS} KiB`))';

const memoryMaxKib = 300 * 1_024;

test.each(names)('%s', name => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const file = desk.file('a-text.yaml', worstTexts[name] ?? '');
  const {status, signal, stdout, stderr} = spawnSync(
    'sh',
    ['-c', limited, process.execPath, '--import', telling, bundle, 'lint', file],
    {encoding: 'utf8', maxBuffer: 64 * 1_024 * 1_024},
  );

  expect({status, signal, stderr}).toMatchObject({signal: null, stderr: expect.stringMatching(/^\d+ KiB$/)});
  expect([0, 3]).toContain(status);
  expect(stdout).toMatch(/^2 files: \d+ errors?, \d+ warnings?$/m);
  expect(Number.parseInt(stderr, 10)).toBeLessThan(memoryMaxKib);
});
