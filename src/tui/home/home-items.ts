/** What can be chosen on the home screen, in the order in which it stands there, as far as it fits the search. */
import type {Home, HomeRunbook, OpenRun} from '../../report/home/home.ts';
import type {Triage, TriagedRunbook} from '../../run/triage.ts';

export type HomeItem =
  | {readonly is: 'run'; readonly key: string; readonly open: OpenRun}
  | {readonly is: 'runbook'; readonly key: string; readonly runbook: HomeRunbook; readonly found: string | undefined};

/** Open runs, then runbooks. */
export const itemsOf = ({open, runbooks}: Home, search: string): readonly HomeItem[] => [
  ...open.flatMap((one): readonly HomeItem[] =>
    foundIn(wordsOfRun(one), search) === undefined ? [] : [{is: 'run', key: `run ${one.run}`, open: one}],
  ),
  ...runbooks.flatMap((runbook): readonly HomeItem[] => {
    const found = foundIn(wordsOfRunbook(runbook), search);
    return found === undefined
      ? []
      : [{is: 'runbook', key: `runbook ${runbook.id}`, runbook, found: found === '' ? undefined : found}];
  }),
];

/** The item under the cursor; the first where it is gone. */
export const itemAt = (items: readonly HomeItem[], selected: string | null): HomeItem | undefined =>
  items.find(({key}) => key === selected) ?? items[0];

/** The runbook of triage under its cursor. */
export const triagedAt = (runbooks: readonly TriagedRunbook[], selected: string | null): TriagedRunbook | undefined =>
  runbooks.find(({id}) => id === selected) ?? runbooks[0];

type Words = readonly (readonly [what: string, text: string])[];

const wordsOfRun = (open: OpenRun): Words => [
  ['run', open.run],
  ...(open.stands === 'never-began' ? [] : ([['title', open.brief.title]] as const)),
];

const wordsOfRunbook = ({id, title, symptoms, summary}: HomeRunbook): Words => [
  ['id', id],
  ['title', title],
  ...symptoms.map(text => ['symptom', text] as const),
  ['summary', summary],
];

/**
 * Where all words that were typed stand together, letters of either case alike: nothing where they do not; empty where
 * that is seen anyway, in an id or a title.
 */
const foundIn = (words: Words, search: string): string | undefined => {
  const wanted = search
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
  const hit = words.find(([, text]) => wanted.every(word => text.toLowerCase().includes(word)));
  if (hit === undefined) {
    return undefined;
  }
  const [what, text] = hit;
  return what === 'symptom' || what === 'summary' ? `${what}: ${text}` : '';
};

/** Whether all was looked at; where there is nothing to look at, that is so from the beginning. */
export const isToBeOpened = (triage: Triage | undefined): boolean =>
  triage !== undefined && (triage.stage === 'done' || triage.touches.length === 0);
