/** The run screen for every state of every kind of step: small runbooks in the real engine → test/golden/screens/kinds/*.txt. */
import {expect, test} from 'vitest';
import {type Story, screenOf, tell} from '../support/kind-run.ts';
import {actionKinds} from './kinds/action-kinds.ts';
import {groupKinds} from './kinds/group-kinds.ts';
import {lookingKinds} from './kinds/looking-kinds.ts';
import {questionKinds} from './kinds/question-kinds.ts';
import {runStates} from './kinds/run-states.ts';

const sizes = [
  {columns: 80, rows: 24},
  {columns: 60, rows: 20},
  {columns: 120, rows: 40},
] as const;

const kinds: {readonly [kind: string]: readonly Story[]} = {
  ...actionKinds,
  ...questionKinds,
  ...lookingKinds,
  ...groupKinds,
  ...runStates,
};

/** A page that is mostly empty is not worth forty lines. */
const folded = (screen: string): string => screen.replaceAll(/^(.*)\n(?:\1\n){3,}/gm, '$1\n⋮\n');

test.each(Object.entries(kinds))('%s looks in each of its states as it was reviewed', async (kind, stories) => {
  const pictures: string[] = [];
  for (const story of stories) {
    await tell(story, (state, session) => {
      for (const size of sizes) {
        const screen = screenOf(session, story.about, size);
        const lines = screen.split('\n');
        expect(lines, `${kind}, ${state}`).toHaveLength(size.rows);
        expect(
          lines.filter(line => line.length > size.columns),
          `${kind}, ${state}`,
        ).toEqual([]);
        pictures.push(
          `${`■■ ${kind}: ${state}, ${size.columns}×${size.rows} `.padEnd(size.columns, '■')}\n${folded(`${screen}\n`)}`,
        );
      }
    });
  }
  await expect(pictures.join('\n')).toMatchFileSnapshot(`screens/kinds/${kind.replaceAll(' ', '-')}.txt`);
});
