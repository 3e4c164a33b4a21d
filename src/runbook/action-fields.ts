/** The fields that an action can stand in where it is no step: one of them is written. */
import {optionallyAs} from './fields.ts';

/** Their insides are read by `readAction`. */
export const actionFields = {
  sql: optionallyAs('sql', 'Sends statements to a PostgreSQL server, as a sql step does.'),
  command: optionallyAs('command', 'Runs a program, as a command step does.'),
  script: optionallyAs('script', 'Runs a script, as a script step does.'),
  http: optionallyAs('http', 'Sends a request by HTTP, as an http step does.'),
};
