/** JSON Schema of a file of injects, for editors. */
import {dialect, type JsonSchema, schemaOf} from '../runbook/schema/json-schema.ts';
import {injectsFields} from './inject-fields.ts';

/** The schema of a whole file. */
export const injectsSchema = (): JsonSchema => ({
  $schema: dialect,
  title: 'Lifeboat injects',
  description: 'What goes wrong on purpose in a drill, sealed until it has ended.',
  ...schemaOf(injectsFields),
});
