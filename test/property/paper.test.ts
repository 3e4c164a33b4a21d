/** Paper of random runbooks with random words in them: the same Markdown, whatever is written. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {showForeignText} from '../../src/base/foreign-text.ts';
import {everyStep} from '../../src/machine/compile.ts';
import {block, code, inline, within, wrapped} from '../../src/paper/markdown.ts';
import {sheet} from '../../src/paper/sheet.ts';
import type {Plan} from '../../src/plan/plan.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {leavesOf, withChanged} from '../support/changed-leaf.ts';
import {hostileText} from '../support/hostile-text.ts';
import {readMarkdown} from '../support/markdown.ts';
import {printed, sha256} from '../support/printed.ts';
import {rewritten} from '../support/rewritten.ts';
import {type Shipped, shipped} from '../support/shipped.ts';

const few = {numRuns: process.env.CI ? 300 : 40};

const asShown = (text: string): string => showForeignText(text.replaceAll(/\s+/gu, ' ').trim());

test('a text on a line stays one paragraph of nothing but itself, also where it is broken', () => {
  fc.assert(
    fc.property(fc.array(hostileText, {minLength: 1, maxLength: 12}), texts => {
      const text = texts.join(' ');
      for (const line of [inline(text), `- ${inline(text)}`, `> ${inline(text)}`, `Why: ${within(text)}`]) {
        const {blocks} = readMarkdown(wrapped(line).join('\n'));
        const label = line.startsWith('Why: ') ? 'Why: ' : '';
        expect(blocks).toEqual([{type: 'paragraph', text: `${label}${asShown(text)}`, inside: []}]);
      }
    }),
    few,
  );
});

test('a title of a step is its heading, whatever it is', () => {
  fc.assert(
    fc.property(hostileText, text => {
      const {blocks} = readMarkdown(`### 4b.1. ${within(text)}`);
      expect(blocks).toEqual([{type: 'heading', text: `4b.1. ${asShown(text)}`, inside: []}]);
    }),
    few,
  );
});

test('exact text stays exact, in a line and in lines', () => {
  fc.assert(
    fc.property(hostileText, text => {
      const {blocks} = readMarkdown(`Run ${code(text)}.`);
      expect(blocks).toEqual([{type: 'paragraph', text: `Run ${asShown(text)}.`, inside: []}]);
      const [fence, ...others] = readMarkdown(block(text, 'sh').join('\n')).blocks;
      expect(others).toEqual([]);
      expect(fence).toMatchObject({
        type: 'fence',
        text: `${showForeignText(text.replaceAll('\r\n', '\n')).replace(/\n+$/, '')}\n`,
      });
    }),
    few,
  );
});

const plan = (text: string): Plan => ({
  title: text,
  contacts: {technical_lead: {name: text, phone: text, email: text, sshKeys: []}},
  hosts: [],
  roles: {},
  objectives: {},
  escalation: [{level: 1, title: text, contact: 'technical_lead', afterMs: 0}],
});

const papers = fc
  .tuple(arbitraryRunbook, fc.infiniteStream(hostileText), hostileText)
  .map(([runbook, texts, other]) => {
    const changed = rewritten(runbook, () => texts.next().value ?? 'x');
    const roles = {approver: {contact: 'technical_lead'}};
    const source = printed({
      runbook: {...changed, roles, symptoms: [{text: other}]},
      plan: plan(other),
      text: 'format: 1',
      planText: '',
      beside: new Map(),
    });
    return {runbook: changed, page: sheet(source)};
  });

test('a page has the blocks of a page, and every step with its title', () => {
  fc.assert(
    fc.property(papers, ({runbook, page}) => {
      const {blocks, marks} = readMarkdown(page);
      expect(
        [...marks].filter(mark => !['heading', 'paragraph', 'bullet_list', 'list_item', 'blockquote'].includes(mark)),
      ).toEqual([]);
      expect(blocks.filter(({type}) => !['heading', 'paragraph', 'fence'].includes(type))).toEqual([]);
      expect(blocks.flatMap(({inside}) => inside).filter(mark => mark !== 'strong_open')).toEqual([]);
      const titles = blocks.flatMap(({type, text}) =>
        type === 'heading' ? [text.replace(/^\d[\d.a-z]*\. /, '')] : [],
      );
      const steps = everyStep(runbook).map(({step}) => asShown(step.title));
      let at = -1;
      const lost = steps.filter(title => {
        at = titles.indexOf(title, at + 1);
        return at === -1;
      });
      expect(lost).toEqual([]);
    }),
    few,
  );
});

/** What a page says in each step, by the step's number, but for the digits and the time used by then, which is made of other steps. */
const saidOn = (page: string): ReadonlyMap<string, string> =>
  new Map(
    page.split(/^(?=#{2,4} )/m).flatMap(part => {
      const [heading = '', head = '', ...others] = part.split('\n\n').map(words => words.replaceAll(/\s+/g, ' '));
      const [, number] = /^### (\d[\w.]*)\. /.exec(heading) ?? [];
      const [, facts] = /^\*\*check \d\d\*\* · (.*?)(?: · (?:by then .*|the clock has stopped))?$/.exec(head) ?? [];
      return number === undefined || facts === undefined ? [] : [[number, [heading, facts, ...others].join('\n')]];
    }),
  );

/** A page, and what the digits of each step are of. */
const withDigested = (
  source: Shipped,
): {readonly said: ReadonlyMap<string, string>; readonly digested: typeof said} => {
  const digested = new Map<string, string>();
  const said = saidOn(
    sheet({
      ...printed(source),
      sha256: text => {
        const [, number] = /^\["lifeboat-paper\d",\["### (\S+)\. /.exec(text) ?? [];
        if (number !== undefined) {
          digested.set(number, text);
        }
        return sha256(text);
      },
    }),
  );
  expect([...digested.keys()].toSorted()).toEqual([...said.keys()].toSorted());
  return {said, digested};
};

const differing = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] =>
  [...before].flatMap(([number, text]) => (after.get(number) === text ? [] : [number]));

test('whatever alters what a step says on paper alters what its check digits are of, and nothing else does', () => {
  const originals = shipped.map(source => ({source, places: leavesOf(source.runbook.steps), ...withDigested(source)}));
  const changes = fc.constantFrom(...originals.keys()).chain(index =>
    fc.record({
      index: fc.constant(index),
      place: fc.nat({max: (originals[index]?.places.length ?? 1) - 1}).map(at => originals[index]?.places[at] ?? []),
    }),
  );
  let altered = 0;
  fc.assert(
    fc.property(changes, ({index, place}) => {
      const {source, said, digested} = originals[index] ?? expect.fail('there is none');
      const steps = withChanged(source.runbook.steps, place);
      const after = withDigested({...source, runbook: {...source.runbook, steps}});
      const others = differing(said, after.said);
      expect(differing(digested, after.digested).toSorted()).toEqual(others.toSorted());
      altered += others.length;
    }),
    {numRuns: process.env.CI ? 1_000 : 100},
  );
  expect(altered).toBeGreaterThan(10);
});
