/** JSON Schema of a plan, for editors. */
import {dialect, type JsonSchema, schemaOf} from '../runbook/schema/json-schema.ts';
import {planFields} from './parse-plan.ts';

/** The schema of a whole file. */
export const planSchema = (): JsonSchema => ({
  $schema: dialect,
  title: 'Lifeboat plan',
  description: 'Who can be reached, what was promised, and who is told when nobody answers.',
  ...schemaOf(planFields),
});
