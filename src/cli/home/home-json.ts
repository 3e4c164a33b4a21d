/** The home screen for programs: `lifeboat --json`. */
import type {Json} from '../../base/canonical-json.ts';
import {drilledIn} from '../../report/home/drilled.ts';
import type {Home, HomeOwed, HomeRunbook, OpenRun} from '../../report/home/home.ts';
import type {RunBrief} from '../../run/brief.ts';

type Fields = {readonly [key: string]: Json};

/** One object; times as RFC 3339, lengths in milliseconds. */
export const homeJson = ({place, runs, open, owed, runbooks, troubles}: Home): Fields => ({
  state: place,
  runs,
  open: open.map(openJson),
  owed: owed.map(owedJson),
  runbooks: runbooks.map(runbookJson),
  troubles,
});

const openJson = (open: OpenRun): Fields =>
  open.stands === 'never-began'
    ? {run: open.run, stands: open.stands}
    : {
        run: open.run,
        stands: open.stands,
        runbook: open.brief.runbook,
        title: open.brief.title,
        mode: open.brief.mode,
        variant: open.brief.variant,
        outcome: open.brief.outcome,
        startedAt: isoOf(open.brief.startedAtMs),
        lastFactAt: isoOf(open.brief.lastAtMs),
        paused: open.brief.paused,
        labIsGone: open.stands === 'free' && open.labIsGone,
        holder: open.stands === 'held-elsewhere' ? open.holder : null,
        waiting: open.brief.waiting.map(({step, title, why, people, sinceMs}) => ({
          step,
          title,
          why,
          people: people.map(({role, contact, name}) => ({
            role,
            contact,
            name,
            phone: contact === null ? null : (open.phones[contact] ?? null),
          })),
          since: isoOf(sinceMs),
        })),
      };

const owedJson = ({what, text, owner, liftedBy, untilMs, run, mode, listedUntilMs}: HomeOwed): Fields => ({
  what,
  text,
  owner,
  liftedBy,
  until: isoOf(untilMs),
  run,
  mode,
  listedUntil: isoOf(listedUntilMs),
});

const runbookJson = ({runs, symptoms, review, errors, warnings, debt, ...runbook}: HomeRunbook): Fields => {
  const drilled = drilledIn(runs);
  return {
    id: runbook.id,
    file: runbook.file,
    title: runbook.title,
    scenario: runbook.scenario,
    version: runbook.version,
    owner: runbook.owner,
    summary: runbook.summary,
    symptoms,
    variants: runbook.variants.map(variant => ({...variant})),
    rtoMs: runbook.rtoMs,
    rpoMs: runbook.rpoMs,
    worstP90Ms: runbook.worstP90Ms,
    review: review && {...review},
    drills: drilled?.drills ?? 0,
    lastDrill: drilled ? drillJson(drilled.last) : null,
    bestDrill: drilled?.best ? drillJson(drilled.best) : null,
    debt: debt && {
      parts: debt.parts,
      never: debt.never.length,
      changed: debt.changed.length,
      unknown: debt.unknown.length,
      drillsNeverRun: debt.variants.filter(({last}) => last === null).length,
    },
    errors,
    warnings,
  };
};

const drillJson = ({run, variant, outcome, endedAtMs, rtaMs, rtoMs, rtoMet, drill}: RunBrief): Fields => ({
  run,
  variant,
  outcome,
  finishedAt: isoOf(endedAtMs),
  rtaMs,
  rtoMs,
  met: rtoMet,
  passed: drill?.passed ?? null,
  partial: drill?.partial ?? null,
});

const isoOf = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());
