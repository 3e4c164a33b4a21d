/** The reference pages are what the code's own tables say; `npm run update` writes them anew. */
import {expect, test} from 'vitest';
import {arrows, doors, pure} from '../../arrows.js';
import {exitCodes, exitOf, worstFirst} from '../../src/cli/exit-code.ts';
import {type Code, codes} from '../../src/diagnostics/codes.ts';
import type {Fault} from '../../src/lab/fault.ts';
import {faults} from '../../src/lab/faults.ts';
import {compile} from '../../src/machine/compile.ts';
import {movesFor, promptKindOf} from '../../src/machine/moves.ts';
import type {Wanted} from '../../src/machine/wanted.ts';

import {answerWords, wordsFor} from '../../src/report/answer-words.ts';
import {askedWords} from '../../src/report/on-demand/asked-words.ts';
import {readAnswer} from '../../src/report/typed-answer.ts';
import {addressed} from '../../src/report/typed-line.ts';
import {remarkWords} from '../../src/report/typed-remark.ts';
import type {OpenPrompt} from '../../src/run/intent.ts';
import {commonFields, fieldsOfShape} from '../../src/runbook/common-fields.ts';
import {explanationOf} from '../../src/runbook/explanation.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {stepKinds} from '../../src/runbook/steps.ts';
import {outcomes} from '../../src/runbook/words.ts';
import {fieldKeys, helpKeys, menuKeys} from '../../src/tui/dialog-keys.ts';
import type {Explained} from '../../src/tui/key-binding.ts';
import {keyName} from '../../src/tui/key-name.ts';
import {keyGroups} from '../../src/tui/keymap.ts';
import {outputKeys} from '../../src/tui/output/output-keys.ts';
import {stemOf} from '../support/lint-examples.ts';
import {coded, fieldRows, fieldTable, page, reference, table} from '../support/reference-page.ts';
import {smallRunbook} from '../support/small-runbook.ts';

test('every exit code has a page that says what it means, and every outcome leads to one', async () => {
  const rows = Object.values(exitCodes).map(({code, meaning}) => [String(code), meaning]);
  const signals = ['130, 143', 'ended by a signal; the run holds and can be resumed'];
  const exitAfter = (outcome: (typeof outcomes)[number], met: boolean): string =>
    String(exitCodes[exitOf(outcome, {rto: met, rpo: met})].code);
  const ends = outcomes.map(outcome => [`\`${outcome}\``, exitAfter(outcome, true), exitAfter(outcome, false)]);
  await expect(
    page(
      'Exit codes',
      'Scripts may depend on these numbers; they do not change.',
      table(['code', 'meaning'], [...rows, signals]),
      '## Of a run that has ended',
      table(['outcome', 'objectives met', 'an objective missed'], ends),
      'A drill in which anything but an objective failed is 4, unless a person ended it.',
      `Several drills exit with the worst of them, in this order: ${worstFirst.map(name => exitCodes[name].code).join(', ')}. One that a person would be needed for counts as 4.`,
    ),
  ).toMatchFileSnapshot(reference('exit-codes'));
});

test('every diagnostic has a sentence on why it is a mistake, and leads to its page', async () => {
  const rows = (Object.keys(codes) as Code[]).map(code => {
    const {severity, waivable} = explanationOf(code);
    const link = `[\`${code}\`](rules/${stemOf(code)}.md)`;
    return [link, codes[code], severity === 'warning' ? severity : '', waivable ? 'yes' : ''];
  });
  await expect(
    page(
      'Diagnostics',
      'What `lifeboat lint` finds, by code. Codes are stable: waivers and scripts name them. Each has a page with an example and the same mended; `lifeboat lint --explain CODE` prints it.',
      table(['code', 'why it is a mistake', '', 'can be waived'], rows),
    ),
  ).toMatchFileSnapshot(reference('diagnostics'));
});

test('every kind of step and every field is described', async () => {
  const shapes = Object.entries(fieldsOfShape);
  const shapesWith = (field: string): string => {
    const found = shapes.filter(([, fields]) => fields.includes(field)).map(([shape]) => shape);
    return found.length === shapes.length ? 'every' : found.join(', ');
  };
  const common = fieldRows(commonFields).map(([field, needed, meaning]) => [
    field,
    needed,
    meaning,
    shapesWith(field.replaceAll('`', '')),
  ]);
  const kinds = Object.values(stepKinds).map(declared => {
    const {kind, shape, summary, example, fields} = declared;
    const article = shape === 'action' || shape === 'instant' ? 'An' : 'A';
    const short =
      'short' in declared ? [`What stands under \`${kind}\` without a field is its \`${declared.short}\`.`] : [];
    return [
      `## \`${kind}\``,
      `${article} ${shape}. ${summary}`,
      `\`\`\`yaml\n${example}\n\`\`\``,
      fieldTable(fields),
      ...short,
    ].join('\n\n');
  });
  await expect(
    page(
      'Steps',
      'A step is its common fields and exactly one kind key. What only the kind knows stands under that key. A probe, wherever one may stand, has the fields of `check`.',
      '## Fields of every step',
      'A field that does nothing for the shape of a step is refused.',
      table(['field', '', 'meaning', 'shapes'], common),
      ...kinds,
    ),
  ).toMatchFileSnapshot(reference('steps'));
});

test('every key of every screen is explained', async () => {
  const over = [
    {title: 'In the output of a step', bindings: outputKeys},
    {title: 'In a line that is typed into', bindings: fieldKeys},
    {title: 'In the menu behind Ctrl-C', bindings: menuKeys},
    {title: 'In the help', bindings: helpKeys},
  ];
  const sections = [...keyGroups, ...over].map(({title, bindings}) => {
    const rows = (bindings as readonly Explained[]).map(({keys, label, help}) => [
      keys.map(key => `\`${keyName(key)}\``).join(' '),
      label,
      help,
    ]);
    return `## ${title}\n\n${table(['key', 'footer', 'what it does'], rows)}`;
  });
  await expect(
    page(
      'Keys',
      'The footer of a screen shows the keys that are possible now; `?` explains them. Ctrl-C never ends a step.',
      'A paste is text: it goes into the line that is open, as one line, and nowhere else. A typed confirmation takes none; with `--plain` that needs a terminal that tells a paste (bracketed paste), and a dumb one does not.',
      ...sections,
    ),
  ).toMatchFileSnapshot(reference('keys'));
});

/** Steps that between them put every kind of question. */
const asking = `
  - {id: call, title: Call, instruction: {do: Call the shop., checklist: [They answer]}}
  - {id: which, title: Which, decision: {ask: Which one?, branches: {one: The one, other: The other}}}
  - {id: go, title: Go, approval: {ask: Go?, from: [approver]}}
  - {id: when, title: When, input: {ask: When was it?, type: timestamp}}
  - {id: calls, title: Calls, group: {order: any, steps: [{id: ada, title: Ada, instruction: Call Ada.}]}}
  - {id: wipe, title: Wipe, confirm: {type: shop}, command: "true"}
`;

const questions = (): readonly Pick<OpenPrompt, 'kind' | 'moves'>[] => {
  const {runbook} = loadRunbook(smallRunbook(asking), {today: '2026-11-24'});
  const blocks = runbook === undefined ? [] : [...compile(runbook).blocks.values()];
  const policies = new Map(blocks.flatMap(({steps}) => [...steps].map(([id, {policy}]) => [id, policy] as const)));
  const wanted: readonly (readonly [want: Wanted['want'], step: string])[] = [
    ['answer', 'call'],
    ['answer', 'which'],
    ['answer', 'go'],
    ['answer', 'when'],
    ['pick', 'calls'],
    ['confirm', 'wipe'],
    ['hold', 'wipe'],
    ['decide', 'wipe'],
  ];
  return wanted.flatMap(([want, path]) => {
    const policy = policies.get(path);
    if (policy === undefined) {
      return [];
    }
    const item = {want, path, attempt: 1, tries: 0, policy};
    const kind = promptKindOf(item);
    return kind === undefined ? [] : [{kind, moves: movesFor(item)}];
  });
};

test('every word that the plain face takes is explained, by the question that it answers', async () => {
  const asked = questions().map(question => ({step: 'step', attempt: 1, ask: '', ...question}));
  const sections = asked.map(open => {
    const typed = open.moves.includes('confirm') ? [['the name', 'of the target, to say that this one is meant']] : [];
    const rows = wordsFor(open).map(({spelled, explains}) => [`\`${spelled}\``, explains]);
    return `## ${open.kind}\n\n${table(['answer', 'what for'], [...typed, ...rows])}`;
  });
  const everywhere = ['note it was the cron job', 'evidence screen.png', 'handover executor Ada', 'pause', 'continue'];
  expect(asked.flatMap(open => everywhere.filter(line => !readAnswer(line, {open}).ok))).toEqual([]);
  expect(new Set(asked.flatMap(wordsFor))).toEqual(new Set(answerWords));
  await expect(
    page(
      'Answers',
      'What is typed on a line with `--plain`, by the question that is asked. `skip` is there unless the step says otherwise, `tick` where there is a checklist. What can be said at every moment stands at the end; the screen takes all these words behind `:`.',
      `Where several questions are open, an answer says which it means: \`${addressed}\`, with the step as it is printed under the question, as in \`@share[1]/look done\`. One that does not is refused.`,
      ...sections,
      `## at every moment\n\n${table(
        ['answer', 'what for'],
        remarkWords.map(({spelled, explains}) => [`\`${spelled}\``, explains]),
      )}`,
      `## to hear something, with \`--plain\` at every moment\n\nNothing of this is recorded. A word with more behind it is an answer: \`again REASON\` settles an unknown outcome.\n\n${table(
        ['word', 'what for'],
        [...askedWords, {spelled: 'wait', explains: 'to decide nothing yet about an unknown outcome'}].map(
          ({spelled, explains}) => [`\`${spelled}\``, explains],
        ),
      )}`,
    ),
  ).toMatchFileSnapshot(reference('answers'));
});

test('every fault of the lab is described', async () => {
  const known = Object.entries<Fault>(faults);
  const rows = known.map(([name, {summary}]) => [`[\`${name}\`](#${name})`, summary]);
  const sections = known.map(([name, {parameters, needs}]) => {
    const fields = Object.entries(parameters).map(([field, {summary, isNeeded}]) => [
      `\`${field}\``,
      isNeeded ? 'needed' : '',
      summary,
    ]);
    return [
      `## \`${name}\``,
      fields.length === 0 ? 'It takes no parameter.' : table(['parameter', '', 'meaning'], fields),
      ...(needs === undefined ? [] : [`It needs ${needs.summary}.`]),
    ].join('\n\n');
  });
  await expect(
    page(
      'Faults',
      'What a drill can break, named in the `fault` of a drill block; `lifeboat lab break` does it to a lab that stands.',
      table(['fault', 'what it does'], rows),
      ...sections,
    ),
  ).toMatchFileSnapshot(reference('faults'));
});

test('the arrows between the rooms are printed as they are held', async () => {
  const rooms = Object.entries(arrows).map(([room, targets]) => [
    `\`${room}\``,
    targets.map(name => `\`${name}\``).join(' ') || 'nothing',
  ]);
  const keys = Object.entries(doors).map(([name, owners]) => [
    `\`${name}\``,
    owners.map(owner => `\`${owner}\``).join(' ') || 'nobody',
  ]);
  await expect(
    page(
      'Arrows',
      'Who may import whom in `src/`. Type imports count; no cycles; nothing in `src/` imports a test.',
      table(['room', 'may import'], rooms),
      '## Packages with doors',
      table(['package', 'imported by'], keys),
      `## Pure rooms\n\nThey take values and return values, without disk, socket, process, clock or chance: ${coded(pure)}.`,
    ),
  ).toMatchFileSnapshot(reference('arrows'));
});
