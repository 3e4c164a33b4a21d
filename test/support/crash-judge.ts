/** What must hold for a run however it was killed: nothing that was said to be recorded is lost, and nothing was done twice or never. */
import {readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {canonicalJson, type Json} from '../../src/base/canonical-json.ts';
import {scan} from '../../src/journal/chain.ts';
import {runDirectory} from '../../src/journal/run-directory.ts';
import {hostPublicKey} from '../../src/journal/signing/host-key.ts';
import {runEvidence} from '../../src/journal/verify/run-evidence.ts';
import {verifyRun} from '../../src/journal/verify/verify.ts';
import {advance} from '../../src/machine/advance.ts';
import {compile} from '../../src/machine/compile.ts';
import {beforeStart} from '../../src/machine/position.ts';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import type {Fact} from '../../src/run/event.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import type {CrashDesk} from './crash-desk.ts';
import {crashSteps} from './crash-runbook.ts';
import {contentOf} from './processes.ts';

/** At the moment of a death: whatever has left a mark had its beginning on the disk before. */
export const judgeDeath = (desk: CrashDesk): readonly string[] => {
  // The marks first: what begins between the two looks is no fault.
  const marks = desk.marks();
  const run = desk.run();
  const {facts} = scan(Buffer.from(run === undefined ? '' : contentOf(join(run, 'journal.jsonl'))));
  return crashSteps
    .filter(({id}) => marks.includes(`${id} began`) && !facts.some(fact => isAbout(fact, 'began', id)))
    .map(({id}) => `${id} was begun before its beginning was recorded`);
};

/** When the run has ended. A run that never started leaves nothing, so nothing of it may have been said or done. */
export const judgeEnd = (desk: CrashDesk): readonly string[] => {
  const run = desk.run();
  if (run === undefined) {
    return [
      ...(desk.acknowledged().length > 0 ? ['facts were said to be recorded and there is no run'] : []),
      ...(desk.marks().length > 0 ? ['something was done and there is no run'] : []),
    ];
  }
  const found = scan(readFileSync(join(run, 'journal.jsonl')));
  return [
    ...judgeRecord(run),
    ...judgeHistory(run, found.facts),
    ...judgeAcknowledged(desk, found.facts),
    ...crashSteps.flatMap(step => judgeStep(step, desk.marks(), found.facts)),
    ...judgeOrder(desk.marks()),
  ];
};

const judgeRecord = (run: string): readonly string[] => {
  const place = dirname(dirname(run));
  const known = [hostPublicKey(place) ?? ''];
  const {verdict, state, problems} = verifyRun(runEvidence(runDirectory(place, basename(run))), {known});
  return verdict === 'OK' && state === 'sealed'
    ? []
    : [`the record is ${verdict}, ${state}: ${JSON.stringify(problems)}`];
};

const judgeHistory = (run: string, facts: readonly Fact[]): readonly string[] => {
  const {plan} = parsePlan(readFileSync(join(run, 'plan.yaml'), 'utf8'));
  const text = readFileSync(join(run, 'runbook.yaml'), 'utf8');
  const {runbook} = loadRunbook(text, {today: '2026-11-24', isPinned: true, ...(plan && {plan})});
  if (!runbook) {
    return ['the pinned runbook cannot be read'];
  }
  const forest = compile(runbook);
  let position = beforeStart;
  for (const fact of facts) {
    const next = advance(forest, position, fact);
    if (next === position) {
      return [`the machine does not allow ${fact.type} at ${fact.seq}`];
    }
    position = next;
  }
  return [];
};

const judgeAcknowledged = (desk: CrashDesk, facts: readonly Fact[]): readonly string[] =>
  desk
    .acknowledged()
    .filter(line => {
      const fact = facts[line.seq ?? -1];
      return fact === undefined || canonicalJson(fact) !== canonicalJson(line as unknown as Json);
    })
    .map(line => `fact ${line.seq} (${line.type}) was said to be recorded and is not in the journal`);

const judgeStep = (
  {id, mayRepeat}: (typeof crashSteps)[number],
  marks: readonly string[],
  facts: readonly Fact[],
): readonly string[] => {
  const count = (type: Fact['type'], more: (fact: Fact) => boolean = () => true) =>
    facts.filter(fact => isAbout(fact, type, id) && more(fact)).length;
  const done = {
    begun: marks.filter(mark => mark === `${id} began`).length,
    ended: marks.filter(mark => mark === `${id} ended`).length,
  };
  const decisions = count('resolved', fact => fact.type === 'resolved' && fact.as === 'again') + count('retried');
  const byRule = count('resolved', fact => fact.type === 'resolved' && fact.as === 'again' && fact.by === 'rule');
  const all = {...done, recorded: count('began'), decisions};
  const broken: readonly (readonly [boolean, string])[] = [
    [done.begun > all.recorded, 'was done more often than was recorded'],
    [all.recorded > 1 + decisions, 'was begun again without a decision'],
    [!mayRepeat && byRule > 0, 'must not be repeated and was, by the rule'],
    [done.ended === 0, 'was never done'],
  ];
  return broken.filter(([isBroken]) => isBroken).map(([, why]) => `${id} ${why}: ${JSON.stringify(all)}`);
};

/** No step begins before the one before it is over. */
const judgeOrder = (marks: readonly string[]): readonly string[] =>
  crashSteps.slice(1).flatMap(({id}, index) => {
    const before = crashSteps[index]?.id;
    return marks.indexOf(`${id} began`) < marks.lastIndexOf(`${before} ended`)
      ? [`${id} began before ${before} ended`]
      : [];
  });

const isAbout = (fact: Fact, type: Fact['type'], step: string): boolean =>
  fact.type === type && 'step' in fact && fact.step === step;
