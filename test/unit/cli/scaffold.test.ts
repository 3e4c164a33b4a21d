/** The names of a new runbook, and what is filled into its template. */
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {fillTemplate, peopleFor, readName, readScenario, readTitle, titleOf} from '../../../src/cli/scaffold.ts';

test.each(['site-down', 'a', 'site-2-down'])('%s is a name', name => {
  expect(readName(name)).toEqual({ok: true, value: name});
});

test.each([
  ['Site Down', 'Did you mean "site-down"?'],
  ['site_down', 'Did you mean "site-down"?'],
  ['SiteDown', 'Did you mean "site-down"?'],
  ['runbooks/site-down.yaml', 'Did you mean "site-down"?'],
  ['2nd-site-down', 'Did you mean "nd-site-down"?'],
  ['Störung', 'Did you mean "storung"?'],
  ['-', 'Give it like: site-down'],
  ['', 'Give it like: site-down'],
])('"%s" is none, and a way out is said', (name, hint) => {
  expect(readName(name)).toMatchObject({ok: false, reason: {hint}});
});

test('a name has a length that fits into a list', () => {
  expect(readName('very-'.repeat(20))).toMatchObject({
    reason: {
      message: expect.stringContaining('at most 60 letters'),
      hint: expect.stringMatching(/^Did you mean "very-.*very"\?$/),
    },
  });
});

test('a scenario is known by its name, and guessed from its beginning or a slip', () => {
  expect(readScenario('breach')).toEqual({ok: true, value: 'breach'});
  expect(readScenario('infra')).toMatchObject({reason: {hint: 'did you mean "infrastructure"?'}});
  expect(readScenario('deletoin')).toMatchObject({reason: {hint: 'did you mean "deletion"?'}});
  expect(readScenario('flood')).toMatchObject({reason: {hint: expect.stringContaining('corruption, deletion')}});
});

const template = `format: 1
id: breach
title: Somebody is in
owner: technical_lead
review: {last: "2026-11-01", every: 90d}
roles:
  operator: {contact: database_administrator}
  approver: {contact: technical_lead}
steps:
  - id: title
    title: The title of a step stays
`;

test('names, the day and people are filled in, and nothing else', () => {
  const people = {owner: 'ada', operator: 'bob', approver: 'eve'};
  expect(fillTemplate(template, {name: 'site-down', title: titleOf('site-down'), today: '2026-12-24', people})).toBe(
    template
      .replace('id: breach', 'id: site-down')
      .replace('title: Somebody is in', 'title: Site down')
      .replace('owner: technical_lead', 'owner: ada')
      .replace('2026-11-01', '2026-12-24')
      .replace('contact: database_administrator', 'contact: bob')
      .replace('contact: technical_lead', 'contact: eve'),
  );
});

test.each([
  ['Orders: "gone" # again', 'title: "Orders: \\"gone\\" # again"'],
  ['Yes', 'title: "Yes"'],
  ['$& costs 5 $', 'title: "$& costs 5 $"'],
  ['Site down (app-1)', 'title: Site down (app-1)'],
])('a title that YAML would read otherwise is quoted: %s', (title, line) => {
  const people = {owner: 'ada', operator: 'bob', approver: 'eve'};
  expect(fillTemplate(template, {name: 'x', title, today: '2026-12-24', people})).toContain(`\n${line}\n`);
});

test.each(['true', 'false', 'null', 'yes', 'no', 'on', 'off'])(
  'the name "%s" is quoted, since YAML has a value of that name',
  name => {
    const people = {owner: 'ada', operator: 'bob', approver: 'eve'};
    const text = fillTemplate(template, {name, title: titleOf(name), today: '2026-12-24', people});
    expect(text).toContain(`\nid: "${name}"\ntitle: "${titleOf(name)}"\n`);
    expect(parse(text)).toMatchObject({id: name, title: titleOf(name)});
  },
);

test('a title is one line of characters that show; without one it is made of the name', () => {
  expect(readTitle('  Orders: gone ', 'x')).toEqual({ok: true, value: 'Orders: gone'});
  expect(readTitle(' ', 'site-down')).toEqual({ok: true, value: 'Site down'});
  for (const title of ['a\u007fb', 'a\u200bb', 'a\nb', 'a\tb']) {
    expect(readTitle(title, 'x')).toMatchObject({
      ok: false,
      reason: {message: expect.stringContaining('characters that show'), hint: 'Leave out what stands behind "a".'},
    });
  }
});

const plan = (...contacts: readonly string[]) => ({
  contacts: Object.fromEntries(contacts.map(contact => [contact, {name: contact, sshKeys: []}])),
});

test('people of the template are taken where the plan has them, else others, and two for four eyes', () => {
  expect(peopleFor(template, plan('technical_lead', 'database_administrator', 'ada'), undefined)).toEqual({
    ok: true,
    value: {owner: 'technical_lead', operator: 'database_administrator', approver: 'technical_lead'},
  });
  expect(peopleFor(template, plan('ada', 'bob'), 'bob')).toEqual({
    ok: true,
    value: {owner: 'bob', operator: 'ada', approver: 'bob'},
  });
  expect(peopleFor(template, plan('database_administrator', 'ada'), undefined)).toMatchObject({
    value: {operator: 'database_administrator', approver: 'ada'},
  });
});

test('one contact alone cannot approve what it carries out, and an owner is a contact of the plan', () => {
  expect(peopleFor(template, plan('ada'), undefined)).toMatchObject({
    ok: false,
    reason: {message: 'The plan has one contact, and whoever carries a step out cannot approve it.'},
  });
  expect(peopleFor(template.replace(/ {2}approver: .*\n/, ''), plan('ada'), undefined)).toMatchObject({ok: true});
  expect(peopleFor(template, plan('ada', 'bob'), 'adda')).toMatchObject({
    reason: {message: 'The plan has no contact "adda".', hint: 'did you mean "ada"?'},
  });
});
