/** A secret where others can see it. */
import {expressionsIn} from '../expressions/expressions-in.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import {expressionDrawsOnSecret} from '../secrets.ts';

const hintArgv = 'give it under env, stdin or connection; the parts .host, .port, .user and .database are no secrets';

export const secretInArgv: Rule = {
  code: 'secret/in-argv',
  severity: 'error',
  why: 'Every user of the machine can read the words of a running command.',
  waivable: false,
  check: subject =>
    exposed(subject, {into: 'argv', message: 'a secret must not be a word of a command', hint: hintArgv}),
};

export const secretInRecord: Rule = {
  code: 'secret/in-record',
  severity: 'error',
  why: 'What a person is shown or asked is written down for ever.',
  waivable: false,
  check: subject =>
    exposed(subject, {
      into: 'record',
      message: 'a secret must not be shown and written down',
      hint: 'name it by .host, .port, .user or .database, or say where to find it',
    }),
};

type Exposure = {readonly into: Use['into']; readonly message: string; readonly hint: string};

const exposed = ({uses, runbook, document}: Subject, {into, message, hint}: Exposure): readonly Finding[] =>
  uses
    .filter(use => use.into === into)
    .flatMap(use =>
      expressionsIn(use)
        .filter(({expression}) => expressionDrawsOnSecret(expression, runbook))
        .map(({expression, offset}) => ({
          message,
          span: document.spanWithin(use.path, {
            from: offset,
            to: offset + expression.length,
            text: use.source,
          }),
          hint,
        })),
    );
