/** Random steps as a file holds them: every kind, every field, in its short and its long form. */
import fc from 'fast-check';
import type {Json} from '../../src/base/canonical-json.ts';
import type {commonFields} from '../../src/runbook/common-fields.ts';
import {fieldsOfKind, kindNames} from '../../src/runbook/kinds.ts';
import type {StepKind} from '../../src/runbook/runbook.ts';
import {outcomes, phases} from '../../src/runbook/words.ts';
import {
  any,
  duration,
  either,
  event,
  type Fields,
  kebab,
  listOf,
  longer,
  map,
  name,
  namesTo,
  of,
  truth,
  type Value,
  words,
} from './arbitrary-values.ts';

const estimate = either(duration, map({p50: of('1m'), p90: of('1h')}));
export const links = listOf(map({title: words, url: of('https://example.net/a', 'mailto:ops@example.net')}));
const environment = fc.dictionary(fc.constantFrom('PATH', '_a9'), words, {maxKeys: 2});
const content = either(words, map({json: any}));
const types = ['string', 'integer', 'timestamp', 'connection', 'secret', 'json'];

const onFailure = either(
  of('hold', 'continue', 'abort'),
  map({goto: name}),
  map({undo_to: name}, {then: map({goto: name})}),
);
const on = either(
  of('local'),
  map({ssh: of('db-1', 'postgres@db-1', 'ssh://db-1:22', 'SSH://a', '[::1]', ' ${item} ')}),
);

const command = either(
  of('pg_dump -Fc shop', 'echo "${run.id}"'),
  listOf(content, 1),
  map({run: of('pg_ctl stop')}, {env: environment, cwd: words, stdin: content, connection: words, on}),
  map({run: of('psql'), interactive: of(true)}, {on: of('local')}),
);
const script = either(
  of('date\n'),
  map({text: words}, {interpreter: either(words, listOf(words, 1)), env: environment, on}),
);
const sqlMay = {
  params: either(listOf(words), fc.dictionary(words.map(String), words, {maxKeys: 2})),
  transaction: truth,
};
const sql = either(
  map({connection: words, statements: listOf(words, 1)}, sqlMay),
  map({connection: words, query: words}, sqlMay),
  map({connection: words, file: of('mend.sql', 'sql/a-b/mend.sql')}, sqlMay),
);
const httpMay = {
  query: fc.dictionary(fc.constantFrom('page', ' a '), words, {maxKeys: 2}),
  headers: fc.dictionary(fc.constantFrom('Accept', 'x-trace'), words, {maxKeys: 2}),
};
const url = of('https://example.net/', ' HTTP://a', '${inputs.router}/pools');
const http = either(
  map({url}, {...httpMay, method: of('GET', 'HEAD', 'DELETE')}),
  map({url, method: of('POST', 'PUT')}, {...httpMay, body: content}),
);
const actions = [map({sql}), map({command}), map({script}), map({http})];

const probeMay = {expect: words, fail_when: words, every: longer, within: longer};
const quiet = either(of('pg_isready'), map({run: of('pg_isready')}, {env: environment, interactive: of(false)}));
export const probe = either(
  map({sql}, probeMay),
  map({command: quiet}, probeMay),
  map({script}, probeMay),
  map({http}, probeMay),
  map({probe: of('is_up')}, probeMay),
  map({not: of('is_up')}, probeMay),
);
export const probes = either(probe, listOf(probe));
export const drillOfStep = either(of('run', 'simulate', 'skip'), map({outputs: map({}, {a: any})}), ...actions);

const inputOf = (may: Fields): Value =>
  either(
    map({type: of(...types)}, may),
    map({type: of('choice'), of: listOf(words, 1)}, may),
    map({type: of('list'), of: of('integer', 'hostname')}, may),
    map({type: of('string')}, {...may, pattern: of('^[a-z]+$')}),
  );
export const input = either(
  inputOf({
    from: either(map({env: of('DIRECT_URL')}), map({file: words}), map({command: listOf(words, 1)})),
    ask: words,
    optional: truth,
  }),
  map({type: of('timestamp')}, {sets: of('disruption', 'declaration'), default: of('20m ago')}),
  map({type: of('json'), default: of(7, ['a'], {a: 1})}),
);

const common: {readonly [Field in keyof typeof commonFields.shape]: Value} = {
  id: name,
  title: words,
  why: words,
  role: name,
  when: words,
  effects: of('none', 'read', 'write', 'destructive'),
  idempotent: truth,
  estimate,
  target: longer,
  timeout: longer,
  retry: map({attempts: of(1, 20)}, {delay: duration, backoff: of(1, 1.5, 10)}),
  touches: listOf(words),
  requires: probes,
  verify: probes,
  done_when: probes,
  undo: either(words, map({instruction: either(words, map({do: words}))}), ...actions),
  confirm: map({type: words}),
  point_of_no_return: truth,
  skippable: truth,
  on_failure: onFailure,
  expect: words,
  outputs: namesTo(
    either(words, map({value: words}, {secret: truth, type: of('timestamp', 'list'), sets: of('disruption')})),
  ),
  recovery_point: words,
  each: map({in: words}, {at_once: of(1, 64), on_item_failure: of('hold', 'continue')}),
  temporary: map({lifted_by: name, within: longer}),
  escalate: map({after: longer, to: name}),
  evidence: either(words, listOf(words)),
  formerly: either(name, listOf(name)),
  drill: drillOfStep,
  troubleshoot: listOf(map({symptom: words, then: words}, {check: words})),
  danger: words,
  see: links,
};

const kinds = (steps: Value): {readonly [Kind in StepKind]: Value} => {
  const branch = map({}, {title: words, steps, outputs: namesTo(words)});
  const wayOut = either(map({title: words, goto: name}), map({end: of(...outcomes)}));
  return {
    command,
    script,
    sql,
    http,
    check: probe,
    instruction: either(words, map({do: words}, {checklist: listOf(words), paste: words, reveal: words})),
    input: either(inputOf({optional: truth})).chain(declared =>
      map({ask: words}).map(asked => merged(asked, declared)),
    ),
    notify: map({to: either(name, listOf(name, 1)), text: words}, {must_ack: truth}),
    wait: either(
      longer,
      map({for: longer}),
      map({at: of('${inputs.at}', '2026-11-24T02:00:00Z')}),
      map({until: probe}),
    ),
    decision: map({ask: words, branches: namesTo(either(words, branch, wayOut), 1)}, {choose: words, propose: words}),
    approval: map(
      {ask: words, from: listOf(name, 1)},
      {need: of(1, 3), not: of('executor'), expires: longer, on_no_go: onFailure},
    ),
    group: either(steps, map({steps}, {order: of('written', 'any')})),
    parallel: map({branches: namesTo(either(words, branch), 1)}, {at_once: of(1, 64)}),
    foreach: map({in: words, steps}, {at_once: of(2), on_item_failure: of('continue')}),
    repeat: map({steps, until: words, max: of(1, 1000)}, {on_exhausted: onFailure}),
    include: either(kebab, map({runbook: kebab}, {inputs: fc.dictionary(name, words, {maxKeys: 2})})),
    let: either(namesTo(words, 1), map({values: namesTo(words, 1)})),
    assert: either(words, map({that: words})),
    milestone: either(event, map({event})),
    end: either(of(...outcomes), map({outcome: of(...outcomes)})),
  };
};

const merged = (a: Json, b: Json): Json => Object.assign({}, a, b);

const stepOf = (kind: StepKind, steps: Value): Value => {
  const may = Object.entries(common).filter(([field]) => fieldsOfKind(kind).includes(field) && field !== 'id');
  return map({id: name, title: words, [kind]: kinds(steps)[kind]}, Object.fromEntries(may), 4);
};

const heading = map({heading: words}, {phase: of(...phases)});

export const stepsTo = (depth: number): Value => {
  const inner = depth === 0 ? of([{id: 'finish', end: 'recovered'}]) : stepsTo(depth - 1);
  return listOf(either(heading, ...kindNames.map(kind => stepOf(kind, inner))), 1);
};
