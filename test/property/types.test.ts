/** The linter's types, held against the engine: what it lets pass never holds a run for its type, and what it refuses never works. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {evaluate, referencesOf} from '../../src/runbook/expressions/expression.ts';
import {givenTypes} from '../../src/runbook/expressions/given-types.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {arbitraryTyped, givenTyped, type TypedRunbook} from '../support/arbitrary-typed.ts';
import {casesOf} from '../support/case-count.ts';
import {done, fakeRunners, printed} from '../support/fake-runners.ts';
import {type OpenEngine, openEngine} from '../support/open-engine.ts';

const runs = casesOf({sample: 90, full: 4_000});

const load = (text: string) => loadRunbook(text, {today: '2026-11-24'});

/** Runs until it has ended, or nothing but a held step is left. */
const through = async (runbook: Runbook, {prints, answers}: TypedRunbook): Promise<OpenEngine> => {
  const verdict = (name: string) => {
    const stdout = prints[name.replace(/#.*$/, '')];
    return stdout === undefined ? done : printed(stdout);
  };
  const run = openEngine(runbook, {inputs: givenTyped, runners: fakeRunners({verdict})});
  await run.settled();
  for (let prompt = question(run); prompt !== undefined; prompt = question(run)) {
    const {step, attempt} = prompt;
    expect(run.say({intent: 'answer', step, attempt, value: answers[step] ?? ''})).toEqual({accepted: true});
    await run.settled();
  }
  return run;
};

const question = (run: OpenEngine) => run.engine.prompts().find(({kind}) => kind === 'input');

const reasons = (run: OpenEngine): readonly string[] =>
  run.facts().flatMap(fact => (fact.type === 'failed' ? [fact.reason] : []));

/** Whether the linter knows the one type of everything that an expression reads. */
const isKnown = (expression: string, runbook: Runbook, isInLoop: boolean): boolean => {
  const typesOf = givenTypes(runbook).typesFor(isInLoop ? ['int'] : undefined);
  return referencesOf(expression).every(({path}) => {
    const isOpen = ['steps', 'values', 'item'].includes(path[0] ?? '');
    return !isOpen || typesOf(path)?.types?.length === 1;
  });
};

/** What an expression can be told for. */
const ofExpressions: ReadonlySet<string> = new Set(['expression/type', 'reference/unknown-value']);

const ofTypes =
  /do not go together|cannot be written as text|there is no function|gives neither true nor false|requires bool|must be bool|index type/;

const places: readonly ((expression: string) => string)[] = [
  expression => `{id: target, assert: ${JSON.stringify(expression)}}`,
  expression =>
    `{id: target, title: Say, estimate: 1m, command: [echo, ${JSON.stringify(`it is \${${expression}} now`)}]}`,
  expression => `{id: target, title: Say, estimate: 1m, command: [echo, ${JSON.stringify(`\${${expression}}`)}]}`,
];

test('what lints clean is never held for its types', async () => {
  let clean = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryTyped, fc.constantFrom(...places), async (typed, place) => {
      const {runbook, diagnostics} = load(typed.textWith(place(typed.expression)));
      expect(diagnostics.filter(({code}) => !ofExpressions.has(code)).map(({message}) => message)).toEqual([]);
      if (runbook !== undefined && isKnown(typed.expression, runbook, typed.isInLoop)) {
        clean++;
        const run = await through(runbook, typed);
        expect(reasons(run).filter(reason => ofTypes.test(reason))).toEqual([]);
      }
    }),
    {numRuns: runs},
  );
  expect(clean).toBeGreaterThan(runs / 30);
});

/** They are refused where they always give the same, or give something before they look at what is wrong. */
const isLenient = (expression: string): boolean => /[!=]=| in |&&|\|\|/.test(expression);

test('what does not go together for the linter goes together in no run', async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryTyped, async typed => {
      const {runbook} = load(typed.textWith("{id: target, assert: 'true'}"));
      const {diagnostics} = load(typed.textWith(`{id: target, let: {made: ${JSON.stringify(typed.expression)}}}`));
      const isRefused = diagnostics.some(({code}) => code === 'expression/type');
      if (runbook !== undefined && isRefused && !isLenient(typed.expression)) {
        refused++;
        const run = await through(runbook, typed);
        expect(reasons(run)).toEqual([]);
        const {scope} = run.values.at(typed.isInLoop ? 'loop[1]/target' : 'target');
        expect(evaluate(typed.expression, scope('real'))).toMatchObject({ok: false});
      }
    }),
    {numRuns: runs},
  );
  expect(refused).toBeGreaterThan(runs / 10);
});
