/** Random runbooks and plans as the data that a file holds. */
import {scenarios} from '../../src/runbook/words.ts';
import {drillOfStep, input, links, probe, probes, stepsTo} from './arbitrary-steps.ts';
import {
  any,
  day,
  duration,
  either,
  event,
  kebab,
  listOf,
  longer,
  map,
  name,
  namesTo,
  of,
  type Value,
  words,
} from './arbitrary-values.ts';

/** A runbook whose structure is sound; whether it makes sense is another matter. */
export const arbitraryRunbookData: Value = map(
  {
    format: of(1),
    id: kebab,
    version: words,
    title: words,
    scenario: of(...scenarios),
    summary: words,
    owner: name,
    criticality: of('critical', 'non_critical'),
    clock: map({}, {start: event, stop: event}),
    probes: of({is_up: {command: 'pg_isready'}}),
    steps: stepsTo(1),
  },
  {
    review: map({last: day, every: longer}),
    see: links,
    symptoms: listOf(map({text: words}, {check: probe})),
    objectives: map({}, {rto: either(of('none'), longer), rpo: longer}),
    roles: namesTo(map({contact: name})),
    inputs: namesTo(input),
    defaults: map({}, {role: name, drill: drillOfStep, timeout: duration}),
    deadlines: listOf(map({id: name, within: longer, after: event, text: words}, {role: name})),
    reminders: listOf(map({every: longer, until: event, text: words}, {id: name, role: name})),
    next: kebab,
    outputs: namesTo(words),
    drill: map(
      {lab: of('postgres', 'none')},
      {
        dataset: map({name}, {scale: of(1, 100)}),
        fault: map({delete_rows: of({table: 'payments'})}),
        inputs: namesTo(any),
        answers: namesTo(any),
        accept: probes,
        keeps_newer_writes: of(true, false),
        variants: namesTo(
          map(
            {},
            {title: words, fault: map({truncate: of({table: 'payments'})}), inputs: namesTo(any), accept: probes},
          ),
        ),
      },
    ),
    waivers: listOf(map({rule: words, reason: words, until: day})),
  },
  5,
);

/** A plan, likewise. */
export const arbitraryPlanData: Value = map(
  {
    format: of(1),
    title: words,
    contacts: namesTo(
      map({name: words}, {phone: words, email: words, ssh_keys: listOf(of('ssh-ed25519 AAAA', 'sk-x y'))}),
    ),
    objectives: namesTo(map({rto: either(of('none'), longer), rpo: of('none', '1h')})),
  },
  {
    roles: namesTo(map({contact: name})),
    escalation: listOf(map({level: of(1, 2), title: words, after: duration}, {contact: name})),
  },
);
