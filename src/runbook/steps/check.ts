/** `check`: a probe as a step of its own; it only reads. */
import {probeFields} from '../probe-fields.ts';
import {readProbe} from '../probes.ts';
import {defineStep} from '../step-kind.ts';

export const check = defineStep({
  kind: 'check',
  shape: 'probe',
  summary: 'Asks the world a question and passes when the answer is as expected.',
  example: `\
check:
  sql: {connection: "\${inputs.database}", query: select pg_is_in_recovery() as standby}
  expect: "!rows[0].standby"
  within: 1m`,
  fields: probeFields,
  build: (fields, {reading, path, where}) => {
    const probe = readProbe(fields, {reading, path, where});
    return probe && {kind: 'check', shape: 'probe', probe};
  },
});
