/** `lifeboat schema [runbook|plan]`: the JSON Schema that editors complete and explain runbooks and plans with. */
import {printedJson} from '../../base/printed-json.ts';
import {faults} from '../../lab/faults.ts';
import {planSchema} from '../../plan/plan-schema.ts';
import {runbookSchema} from '../../runbook/schema/runbook-schema.ts';
import {exitCodes} from '../exit-code.ts';

/** What there is a schema of. */
export type Described = 'runbook' | 'plan';

export const schemaCommand = (described: Described): number => {
  process.stdout.write(schemaText(described));
  return exitCodes.done.code;
};

/** The schema as a file; docs/reference keeps it. */
export const schemaText = (described: Described): string =>
  `${printedJson(described === 'plan' ? planSchema() : runbookSchema(faults), 2)}\n`;
