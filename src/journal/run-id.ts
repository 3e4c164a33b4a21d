/** The name of a run: when it began, what it runs, and six characters that make it unique and can be said aloud. */
import {assert} from '../base/assert.ts';

/** Longer names of runbooks are cut: paths below a run stay short. */
const slugCharactersMax = 40;

const pattern = /^\d{8}t\d{6}z-[a-z0-9]+(?:-[a-z0-9]+)*-[a-z2-7]{6}$/;

export type RunName = {
  /** Wall time of the start. */
  readonly atMs: number;
  /** The id of the runbook; what is neither letter nor digit becomes a hyphen. */
  readonly slug: string;
  /** Six characters of a-z and 2-7, drawn by the caller. */
  readonly random: string;
};

/** Makes `20261123t001957z-accidental-deletion-k7q2xw`. */
export const makeRunId = ({atMs, slug, random}: RunName): string => {
  const stamp = new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').toLowerCase();
  const words = slug
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, slugCharactersMax);
  const id = `${stamp}z-${words.replaceAll(/^-+|-+$/g, '') || 'run'}-${random}`;
  assert(isRunId(id), `"${id}" was about to become the name of a run`);
  return id;
};

/** Whether a name is that of a run, so that it may stand in a path. */
export const isRunId = (text: string): boolean => pattern.test(text);

/** Whether a run may be one of that runbook: its name begins with that of the runbook, cut where it is long; the first fact has the whole. */
export const isNamedFor = (id: string, runbook: string): boolean => runbook.toLowerCase().startsWith(slugOf(id));

/** `accidental-deletion` of `20261123t001957z-accidental-deletion-k7q2xw`. */
const slugOf = (id: string): string => id.split('-').slice(1, -1).join('-');

/** The ids most like a text, best first: those that share the most pieces of three characters with it. */
export const nearestRunIds = (text: string, ids: readonly string[]): readonly string[] =>
  ids
    .map(id => ({id, shared: piecesOf(text).filter(piece => id.includes(piece)).length}))
    .filter(({shared}) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 3)
    .map(({id}) => id);

const piecesOf = (text: string): readonly string[] =>
  Array.from({length: Math.max(0, text.length - 2)}, (_, start) => text.slice(start, start + 3).toLowerCase());
