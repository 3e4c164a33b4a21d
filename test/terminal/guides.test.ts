/** The guides, followed to the letter, so that no guide can rot: files are written, lines behind `$` are run, what they promise is seen. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Desk, expectNoStackTrace, makeDesk, shellLine} from '../support/lifeboat.ts';

const guides = join(import.meta.dirname, '..', '..', 'docs', 'guides');

/** What stands in a guide for the name of the reader's own latest run. */
const anyRun = 'k7q2xw';
/** And for the name of the one before. */
const formerRun = 'm3x2aa';

/** A guide may hold a whole drill. */
const guideMs = 120_000;

/** What the reader does: puts a file beside the others, or types a line and sees how it ends. */
type Deed =
  | {readonly do: 'write'; readonly file: string; readonly text: string}
  | {readonly do: 'type'; readonly line: string; readonly exit: number; readonly shows: readonly string[]};

/** Fenced blocks: `console` is typed, one with a file name is written, everything else is only read. */
const deedsOf = (page: string): readonly Deed[] =>
  [...page.matchAll(/^```(\w*) ?(\S*)\n([\s\S]*?)^```$/gm)].flatMap(([, kind, file = '', text = '']) => {
    if (kind === 'console') {
      return typedLines(text);
    }
    return file === '' ? [] : [{do: 'write' as const, file, text}];
  });

/** `$ npx lifeboat lint wrong.yaml   # exit 3`, and below it lines that are then seen. */
const typedLines = (text: string): readonly Deed[] =>
  text
    .split(/^\$ /m)
    .slice(1)
    .map(part => {
      const [line = '', ...shows] = part.split('\n').filter(one => one.trim() !== '');
      return {do: 'type', line, exit: Number(/# exit (\d+)$/.exec(line)?.[1] ?? 0), shows};
    });

const follow = async (desk: Desk, deed: Deed): Promise<void> => {
  if (deed.do === 'write') {
    desk.file(deed.file, deed.text);
    return;
  }
  const {line, exit, shows} = deed;
  const latestRun = desk.runs().at(-1)?.slice(-anyRun.length) ?? anyRun;
  const runBefore = desk.runs().at(-2)?.slice(-formerRun.length) ?? formerRun;
  const typed = line
    .replaceAll('npx lifeboat', 'lifeboat')
    .replaceAll(anyRun, latestRun)
    .replaceAll(formerRun, runBefore);
  const {code, stdout, stderr} = await shellLine(desk, typed);
  expect(`${line}\n${stderr}\nexit ${code}`).toBe(`${line}\n${stderr}\nexit ${exit}`);
  for (const promised of shows) {
    expect(`${stdout}${stderr}`).toMatch(asSeen(promised));
  }
  expectNoStackTrace({stdout, stderr});
};

/** A promised line; `…` in it stands for what differs from run to run. */
const asSeen = (line: string): RegExp =>
  new RegExp(
    `^${line
      .split('…')
      .map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}`,
    'm',
  );

const pages = readdirSync(guides)
  .map(name => ({name, deeds: deedsOf(readFileSync(join(guides, name), 'utf8'))}))
  .filter(({deeds}) => deeds.length > 0);

test.each(pages)('the commands of $name do what the guide says', {timeout: guideMs}, async ({deeds}) => {
  const desk = makeDesk();
  for (const deed of deeds) {
    await follow(desk, deed);
  }
});

test('the guides show a whole drill, and a runbook that is refused, held and resumed', () => {
  const typed = pages.flatMap(({deeds}) =>
    deeds.flatMap(deed => (deed.do === 'type' ? [`${deed.line} = ${deed.exit}`] : [])),
  );
  for (const expected of [
    / drill .*= 0$/,
    / replay .*= 0$/,
    / verify .*= 0$/,
    / lint .*= 3$/,
    / run .*= 7$/,
    / resume .*= 0$/,
  ]) {
    expect(typed).toContainEqual(expect.stringMatching(expected));
  }
});
