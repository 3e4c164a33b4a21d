/** The shipped runbooks, and one that holds everything, as they come out of the printer: → test/golden/paper/*.md. */
import {describe, expect, test} from 'vitest';
import {everyStep} from '../../src/machine/compile.ts';
import {sheet} from '../../src/paper/sheet.ts';
import {readMarkdown} from '../support/markdown.ts';
import {printed} from '../support/printed.ts';
import {shipped} from '../support/shipped.ts';

const papers = shipped.map(source => ({...source, page: sheet(printed(source))}));

describe.each(papers)('$id on paper', ({id, runbook, page}) => {
  test('reads as it always did', async () => {
    await expect(page).toMatchFileSnapshot(`paper/${id}.md`);
  });

  test('has every step once, under a number of its own, with its path and two check digits', () => {
    const {blocks} = readMarkdown(page);
    const lines = blocks.flatMap(({type, text}) => (type === 'paragraph' && /^check \d\d · /.test(text) ? [text] : []));
    expect(lines.map(line => line.split(' · ')[1])).toEqual(everyStep(runbook).map(({path}) => path));
    const numbers = blocks.flatMap(({type, text}) =>
      type === 'heading' ? (/^(\d[\d.a-z]*)\. /.exec(text)?.slice(1) ?? []) : [],
    );
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('leads only to steps that are there', () => {
    const numbers = new Set([...page.matchAll(/^#{3,4} (\d[\d.a-z]*)\. /gm)].map(([, number]) => number));
    const named = [...page.replaceAll(/\s+/g, ' ').matchAll(/\bstep (\d[\da-z]*(?:\.[\da-z]+)*)/g)].map(
      ([, number]) => number,
    );
    expect(named.filter(number => !numbers.has(number))).toEqual([]);
  });

  test('fits on a page, but for what has to stay exactly as it is', () => {
    const outside = page.replaceAll(/^(`{3,}).*\n[\s\S]*?^\1$/gm, '').split('\n');
    expect(outside.filter(line => line.length > 100 && !line.startsWith('#') && !/`\S{40,}`/.test(line))).toEqual([]);
  });
});

test('what is destructive, and what has no way back, is said before it is done', () => {
  const page = papers.find(({id}) => id === 'move-primary')?.page ?? '';
  const [, fence = ''] = page.split('### 3. Fence the first site');
  const [before = ''] = fence.split('power off');
  expect(before).toContain('> **WARNING: DESTRUCTIVE.**');
  expect(before).toContain('> **WARNING: POINT OF NO RETURN.**');
});
