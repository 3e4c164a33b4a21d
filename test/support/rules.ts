/** The rules that every run keeps, held against each fact as it becomes durable, by one who knows nothing but the facts. */
import {stepAt} from '../../src/engine/context.ts';
import {openPrompts} from '../../src/engine/questions/open-prompts.ts';
import {advance} from '../../src/machine/advance.ts';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import {type BlockPosition, beforeStart, type Position} from '../../src/machine/position.ts';
import {statusesAt} from '../../src/machine/status.ts';
import {wanted} from '../../src/machine/wanted.ts';
import type {AttemptName, Fact} from '../../src/run/event.ts';
import {apply, notStarted} from '../../src/run/fold.ts';
import type {OpenPrompt} from '../../src/run/intent.ts';
import type {RunState} from '../../src/run/state.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {differences} from './agreement.ts';

export type Witness = {
  /** Takes facts in order; gives what was against the rules. */
  readonly take: (facts: readonly Fact[]) => readonly string[];
  /** What is asked where the facts lead: the program that runs must ask the same. */
  readonly prompts: () => readonly OpenPrompt[];
};

/** Somebody who compiles the runbook anew and reads the journal's lines. */
export const witnessOf = (runbook: Runbook): Witness => {
  const forest = compile(structuredClone(runbook));
  const state = notStarted(outlineOf(runbook));
  const undone = new Set<string>();
  const listed: AttemptName[] = [];
  const stopped = new Set<string>();
  let position: Position = beforeStart;
  const takeOne = (fact: Fact): readonly string[] => {
    const before = position;
    const next = advance(forest, position, fact);
    const isDestructive = fact.type === 'began' && stepAt(forest, fact.step).policy.effects === 'destructive';
    const broken = [
      ...(next === before ? [`the machine refuses ${fact.type}`] : []),
      ...beginnings(fact, before, isDestructive),
      ...undos(fact, {state, undone, listed}),
      ...stops(fact, stopped),
      ...(state.status === 'ended' && !afterEnd.has(fact.type) ? [`${fact.type} came after the end`] : []),
    ];
    position = next;
    apply(state, fact);
    return [...broken, ...differences(state, position), ...widths(position)].map(
      what => `${fact.seq} ${fact.type}${'step' in fact ? ` ${fact.step}` : ''}: ${what}`,
    );
  };
  return {
    take: facts => facts.flatMap(fact => takeOne(JSON.parse(JSON.stringify(fact)))),
    prompts: () => openPrompts(state, position),
  };
};

const afterEnd: ReadonlySet<Fact['type']> = new Set([
  'session-opened',
  'session-closed',
  'noted',
  'evidence-attached',
  'sealed',
]);

/** Facts by which something new starts. */
const starts: ReadonlySet<Fact['type']> = new Set([
  'began',
  'asked',
  'opened',
  'listed',
  'not-applicable',
  'undo-began',
]);

const beginnings = (fact: Fact, before: Position, isDestructive: boolean): readonly string[] => {
  if (!starts.has(fact.type)) {
    return [];
  }
  const troubled = [...statusesAt(before)].filter(([, status]) => status === 'held' || status === 'unknown');
  return [
    ...(before.paused ? ['it started in a pause'] : []),
    ...(isDestructive && troubled.length > 0 ? [`it destroys while ${troubled.join(' and ')}`] : []),
    ...(before.undoing && fact.type !== 'undo-began' ? ['it started while the run was being undone'] : []),
  ];
};

/** The frozen list is newest completion first, of what still stands, and each attempt is undone once. */
const undos = (
  fact: Fact,
  {state, undone, listed}: {readonly state: RunState; readonly undone: Set<string>; readonly listed: AttemptName[]},
): readonly string[] => {
  if (fact.type === 'undo-listed') {
    listed.splice(fact.from, listed.length, ...fact.attempts);
    return [];
  }
  if (fact.type === 'undo-started') {
    const attempts = [...listed.slice(0, fact.listed ?? 0), ...fact.attempts];
    const ends = attempts.map(
      ({step, attempt}) => state.effects.find(one => one.step === step && one.attempt === attempt)?.endSeq ?? -1,
    );
    return [
      ...(ends.every((end, index) => index === 0 || end < (ends[index - 1] ?? 0)) ? [] : ['not newest first']),
      ...(ends.includes(-1) ? ['an attempt is not over'] : []),
      ...attempts.flatMap(({step, attempt}) => (undone.has(`${step}#${attempt}`) ? [`${step} is undone`] : [])),
    ];
  }
  if (fact.type !== 'undone' && fact.type !== 'undo-skipped') {
    return [];
  }
  const name = `${fact.step}#${fact.of}`;
  const isTwice = undone.has(name);
  undone.add(name);
  return isTwice ? [`${name} was undone already`] : [];
};

/** What a person stopped begins again only when a person says so, or when the run came to it anew. */
const stops = (fact: Fact, stopped: Set<string>): readonly string[] => {
  if (fact.type === 'jumped' || fact.type === 'undo-ended') {
    stopped.clear();
  } else if (fact.type === 'stop-requested') {
    stopped.add(fact.step);
  } else if (fact.type === 'began') {
    return stopped.has(fact.step) ? ['it began again though it was stopped'] : [];
  } else if (lifted.has(fact.type) || (fact.type === 'resolved' && fact.by === 'person')) {
    stopped.delete('step' in fact ? (fact.step ?? '') : '');
  }
  return [];
};

const lifted: ReadonlySet<Fact['type']> = new Set(['retried', 'performed', 'succeeded', 'skipped', 'overridden']);

const actingMax = 32;
const openMax = 64;

const widths = (position: Position): readonly string[] => {
  const acting = wanted(position).filter(({want, policy}) => want === 'perform' && policy.shape === 'action').length;
  const widest = position.root ? widestOf(position.root) : 0;
  return [
    ...(acting > actingMax ? [`${acting} actions act at a time`] : []),
    ...(widest > openMax ? [`${widest} blocks are open`] : []),
  ];
};

const widestOf = ({children}: BlockPosition): number =>
  Math.max(children.size, ...[...children.values()].map(widestOf));
