/** The fields of a probe: an action that only reads, or a named probe, and what the answer must be. */
import * as z from 'zod';
import {name, positiveDuration, words} from './fields.ts';

/** Read one after the other by their own declarations, so here they may be anything. */
const action = z.unknown().exactOptional();

export const probeFields = z.strictObject({
  sql: action.describe('Asks a PostgreSQL server; takes what a sql step takes.'),
  command: action.describe('Runs a program; takes what a command step takes.'),
  script: action.describe('Runs a script; takes what a script step takes.'),
  http: action.describe('Asks a server by HTTP; takes what an http step takes.'),
  probe: name.exactOptional().describe('A named probe of this document.'),
  not: name.exactOptional().describe('A named probe that must not pass.'),
  expect: words.exactOptional().describe('What the answer must be, as an expression.'),
  fail_when: words.exactOptional().describe('What makes further waiting useless, as an expression.'),
  every: positiveDuration.exactOptional().describe('How long to wait between tries; 1s by default.'),
  within: positiveDuration.exactOptional().describe('How long to go on asking; nothing means one try.'),
});
