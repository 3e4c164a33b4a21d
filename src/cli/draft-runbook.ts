/** A new runbook as it would be written: its place, its plan and its text, held against the linter before anything is touched. */
import {existsSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {codeFrame, sourceOf} from '../diagnostics/code-frame.ts';
import {parsePlan} from '../plan/parse-plan.ts';
import type {Plan} from '../plan/plan.ts';
import {loadRunbook} from '../runbook/load-runbook.ts';
import type {Runbook} from '../runbook/runbook.ts';
import type {Reader, Wanted} from './ask-new.ts';
import {invalid, type Readable, readPlanFor, shortPath, today} from './catalog.ts';
import {type Refusal, refuse} from './refusal.ts';
import {besideOf, idOf, planFor, runbooksBelow} from './runbook-files.ts';
import {fillTemplate, peopleFor, readName, readScenario, readTitle, type Wrong} from './scaffold.ts';
import {templateText} from './templates.ts';
import {packageRoot} from './version.ts';

export type Draft = {
  readonly file: string;
  readonly text: string;
  readonly runbook: Runbook;
  /** The plan that it goes by; a new one is written beside it. */
  readonly plan: Readable & {readonly isNew: boolean};
  /** How commands call it: by its id where that is enough, else by its path. */
  readonly called: string;
};

/** Makes it, or says what is in the way; `directory` is where it goes, else `runbooks` where there is one, else here. */
export const draftRunbook = (wanted: Wanted, directory: string | undefined): Result<Draft, Refusal> => {
  const name = orRefuse(readName(wanted.name));
  if (!name.ok) {
    return name;
  }
  const file = fileFor(name.value, directory);
  const place = orRefuse(freePlace(file, name.value));
  const plan = place.ok ? planAround(file) : place;
  if (!plan.ok) {
    return plan;
  }
  const text = textFor(wanted, plan.value);
  return text.ok ? draftOf({file, text: text.value}, plan.value) : text;
};

const fileFor = (name: string, directory: string | undefined): string =>
  join(directory ?? (existsSync('runbooks') ? 'runbooks' : '.'), `${name}.yaml`);

/** What would be taken for an answer there, or what is wrong with the plan, whatever is answered. */
export const readerFor = (directory: string | undefined): Result<Reader, Refusal> => {
  const planned = planAround(fileFor('new', directory));
  return planned.ok
    ? succeed({
        name: text => {
          const name = readName(text);
          const place = name.ok ? freePlace(fileFor(name.value, directory), name.value) : name;
          return place.ok ? name : place;
        },
        owner: (scenario, text) => {
          const people = peopleFor(templateText(scenario), planned.value.plan, text === '' ? undefined : text);
          return people.ok ? succeed(people.value.owner) : people;
        },
      })
    : planned;
};

const textFor = ({name, scenario = 'routine', title = '', owner}: Wanted, {plan}: Planned): Result<string, Refusal> => {
  const kind = orRefuse(readScenario(scenario));
  if (!kind.ok) {
    return kind;
  }
  const called = orRefuse(readTitle(title, name));
  if (!called.ok) {
    return called;
  }
  const template = templateText(kind.value);
  const people = orRefuse(peopleFor(template, plan, owner));
  return people.ok
    ? succeed(fillTemplate(template, {name, title: called.value, today: today(), people: people.value}))
    : people;
};

const orRefuse = <Value>(read: Result<Value, Wrong>): Result<Value, Refusal> =>
  read.ok ? read : refuse('usage', read.reason.message, read.reason.hint);

/** Nothing is overwritten, and no id means two runbooks. */
const freePlace = (file: string, name: string): Result<void, Wrong> => {
  const there = [file, file.replace(/\.yaml$/, '.yml')].find(path => existsSync(path)) ?? namesake(name);
  return there === undefined
    ? succeed(undefined)
    : fail({
        message: `There is a runbook ${name} already: ${shortPath(there)}.`,
        hint: 'Give the new one another name.',
      });
};

const catalogs = (): readonly string[] => [resolve('runbooks'), join(packageRoot(), 'runbooks')].filter(existsSync);

const namesake = (name: string): string | undefined =>
  catalogs()
    .flatMap(runbooksBelow)
    .find(file => idOf(file) === name);

type Planned = {readonly plan: Plan; readonly source: Draft['plan']};

/** The nearest plan above; where there is none but the shipped one, a new one beside the runbook. */
const planAround = (file: string): Result<Planned, Refusal> => {
  const found = planFor(file);
  const shipped = join(packageRoot(), 'runbooks', 'plan.yaml');
  const isNew = found === shipped && !resolve(file).startsWith(`${dirname(shipped)}/`);
  const source = isNew
    ? succeed({file: join(dirname(file), 'plan.yaml'), text: templateText('plan')})
    : readPlanFor(file);
  if (!source.ok) {
    return source;
  }
  const {plan, diagnostics} = parsePlan(source.value.text);
  return plan ? succeed({plan, source: {...source.value, isNew}}) : invalid(source.value, diagnostics);
};

/** A template fits every plan that it was written for; one that has other roles may not do. */
const draftOf = ({file, text}: Readable, {plan, source}: Planned): Result<Draft, Refusal> => {
  const {runbook, diagnostics} = loadRunbook(text, {plan, today: today(), beside: besideOf(file)});
  if (runbook) {
    const called = resolve(file).startsWith(`${resolve('runbooks')}/`) ? runbook.id : file;
    return succeed({file, text, runbook, plan: source, called});
  }
  const refusal = refuse(
    'invalid',
    `What would be written does not go with the plan in ${source.file}; nothing was written.`,
    'Mend the plan, or write into a directory with a plan of its own.',
  );
  const frames = diagnostics.map(diagnostic => codeFrame(diagnostic, sourceOf(file, text)));
  return {...refusal, reason: {...refusal.reason, frames}};
};
