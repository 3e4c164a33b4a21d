/** A new runbook's text, made of the template of its scenario, and the names that it goes by. Nothing here touches a disk. */
import {fail, type Result, succeed} from '../base/result.ts';
import {firstHidden} from '../diagnostics/hidden-characters.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import type {Plan} from '../plan/plan.ts';
import {kebabCase} from '../runbook/fields.ts';
import {type Scenario, scenarios} from '../runbook/words.ts';

/** Longer ones are cut in lists, and a run's name holds it too. */
const nameLettersMax = 60;

/** What is wrong with something that was given, and a way out. */
export type Wrong = {readonly message: string; readonly hint: string};

/** A name as runbooks have them; else what is wrong with it, and the one that was most likely meant. */
export const readName = (text: string): Result<string, Wrong> => {
  if (kebabCase.test(text) && text.length <= nameLettersMax) {
    return succeed(text);
  }
  const meant = kebabOf(text);
  const hint = meant === '' ? 'Give it like: site-down' : `Did you mean "${meant}"?`;
  const message =
    text.length > nameLettersMax
      ? `A runbook's name has at most ${nameLettersMax} letters.`
      : `"${text}" is no name of a runbook: it is written in kebab-case, like site-down.`;
  return fail({message, hint});
};

/** Small letters and digits, with a hyphen for everything between; a path or an ending is no part of a name. */
const kebabOf = (text: string): string =>
  text
    .replace(/^.*\//, '')
    .replace(/\.ya?ml$/i, '')
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, nameLettersMax)
    .replace(/-+$/, '');

/** A scenario by its name. */
export const readScenario = (text: string): Result<Scenario, Wrong> => {
  const found = scenarios.find(scenario => scenario === text);
  return found === undefined
    ? fail({
        message: `There is no scenario "${text}".`,
        hint: didYouMean(scenarios.find(scenario => text !== '' && scenario.startsWith(text)) ?? text, scenarios) ?? '',
      })
    : succeed(found);
};

/** A title as runbooks have it; nothing given is the one that the name makes. */
export const readTitle = (text: string, name: string): Result<string, Wrong> => {
  const title = text.trim();
  const hidden = firstHidden(title.replaceAll(/[\t\n]/g, '\0'));
  return hidden === undefined
    ? succeed(title === '' ? titleOf(name) : title)
    : fail({
        message: 'A title is one line of characters that show, and this one holds another.',
        hint: `Leave out what stands behind "${title.slice(0, hidden.at)}".`,
      });
};

/** `site-down` as people would write it above a page. */
export const titleOf = (name: string): string => {
  const words = name.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

export type Filling = {
  readonly name: string;
  readonly title: string;
  /** The day on which it is written, as runbooks write days. */
  readonly today: string;
  readonly people: People;
};

/** Contacts of the plan. */
export type People = {readonly owner: string; readonly operator: string; readonly approver: string};

/** The template with its own names, and with people of the plan. */
export const fillTemplate = (template: string, {name, title, today, people}: Filling): string =>
  template
    .replace(/^id: .*$/m, () => `id: ${yamlText(name)}`)
    .replace(/^title: .*$/m, () => `title: ${yamlText(title)}`)
    .replace(/^owner: .*$/m, () => `owner: ${people.owner}`)
    .replace(/^review: \{last: "[^"]*"/m, () => `review: {last: "${today}"`)
    .replace(
      /^ {2}(\w+): \{contact: \w+\}$/gm,
      (_, role: string) => `  ${role}: {contact: ${role === 'approver' ? people.approver : people.operator}}`,
    );

/** Plain where no reader could take it for anything else; JSON is YAML too. */
const yamlText = (text: string): string =>
  /^(?:[A-Z][A-Za-z0-9 ,'()-]*[A-Za-z0-9)]|[a-z][a-z0-9-]*)$/.test(text) &&
  !/^(?:true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text);

/** Whom the template itself names, where the plan has them; else others of the plan, two of them for four eyes. */
export const peopleFor = (
  template: string,
  plan: Pick<Plan, 'contacts'>,
  owner: string | undefined,
): Result<People, Wrong> => {
  const known = Object.keys(plan.contacts);
  if (owner !== undefined && !known.includes(owner)) {
    return fail({
      message: `The plan has no contact "${owner}".`,
      hint: didYouMean(owner, known) ?? `It has ${known.join(', ')}.`,
    });
  }
  const named = (pattern: RegExp): string => pattern.exec(template)?.[1] ?? '';
  const orElse = (wanted: string, others: readonly string[]): string | undefined =>
    others.includes(wanted) ? wanted : others[0];
  const operator = orElse(named(/^ {2}(?!approver)\w+: \{contact: (\w+)\}$/m), known);
  const others = known.filter(contact => contact !== operator);
  const approver = orElse(named(/^ {2}approver: \{contact: (\w+)\}$/m), others);
  const needsTwo = /^ {2}approver: /m.test(template);
  return operator === undefined || (needsTwo && approver === undefined)
    ? fail({
        message: `The plan has ${known.length === 1 ? 'one contact' : 'no contacts'}, and whoever carries a step out cannot approve it.`,
        hint: 'Add a contact to the plan, or take --scenario routine, which asks nobody for a go.',
      })
    : succeed({
        operator,
        approver: approver ?? operator,
        owner: owner ?? orElse(named(/^owner: (\w+)$/m), known) ?? operator,
      });
};
