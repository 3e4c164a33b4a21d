/** The fields of a probe: an action that only reads, or a named probe, and what the answer must be. */
import * as z from 'zod';
import {exactlyOneOf} from './exactly-one.ts';
import {name, optionallyAs, positiveDuration, words} from './fields.ts';

const fields = z.strictObject({
  sql: optionallyAs('sql', 'Asks a PostgreSQL server; takes what a sql step takes.'),
  command: optionallyAs('command_of_probe', 'Runs a program; takes what a command step takes.'),
  script: optionallyAs('script', 'Runs a script; takes what a script step takes.'),
  http: optionallyAs('http', 'Asks a server by HTTP; takes what an http step takes.'),
  probe: name.exactOptional().describe('A named probe of this document.'),
  not: name.exactOptional().describe('A named probe that must not pass.'),
  expect: words.exactOptional().describe('What the answer must be, as an expression.'),
  fail_when: words.exactOptional().describe('What makes further waiting useless, as an expression.'),
  every: positiveDuration.exactOptional().describe('How long to wait between tries; 1s by default.'),
  within: positiveDuration.exactOptional().describe('How long to go on asking; nothing means one try.'),
});

/** What a probe asks: one of these. */
const sources = ['sql', 'command', 'script', 'http', 'probe', 'not'];

export const probeFields = fields.register(
  z.globalRegistry,
  exactlyOneOf(sources, `a probe asks one thing: ${sources.join(', ')}`),
);
