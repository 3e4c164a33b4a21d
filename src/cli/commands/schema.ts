/** `lifeboat schema [runbook|plan|injects]`: the JSON Schema that editors complete and explain such files with. */
import {printedJson} from '../../base/printed-json.ts';
import {injectsSchema} from '../../injects/inject-schema.ts';
import {faults} from '../../lab/faults.ts';
import {planSchema} from '../../plan/plan-schema.ts';
import type {JsonSchema} from '../../runbook/schema/json-schema.ts';
import {runbookSchema} from '../../runbook/schema/runbook-schema.ts';
import {exitCodes} from '../exit-code.ts';

/** What there is a schema of. */
export type Described = 'runbook' | 'plan' | 'injects';

export const schemaCommand = (described: Described): number => {
  process.stdout.write(schemaText(described));
  return exitCodes.done.code;
};

/** The schema as a file; docs/reference keeps it. */
export const schemaText = (described: Described): string => `${printedJson(schemaOf(described), 2)}\n`;

const schemaOf = (described: Described): JsonSchema => {
  switch (described) {
    case 'runbook':
      return runbookSchema(faults);
    case 'plan':
      return planSchema();
    case 'injects':
      return injectsSchema();
  }
};
