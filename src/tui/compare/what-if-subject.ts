/** A record and what another version would have made of it, as what the comparison's screen shows. */
import {type WhatIfTold, whatIfLines, whatIfNotes} from '../../report/what-if-lines.ts';
import {sourceWord, stopSentence, whatIfParting, whatIfRecovery} from '../../report/what-if-sentences.ts';
import type {WhatIf} from '../../run/compare/what-if.ts';
import type {Path} from '../../run/path.ts';
import type {CompareSubject, OutputOf} from './compare-view.ts';

/** Where they part and what the recovery time would have been stand above the list. */
export const whatIfSubject = (
  told: WhatIfTold,
  {outputA, outputB}: {readonly outputA: OutputOf; readonly outputB: OutputOf},
): CompareSubject => {
  const {comparison, what, before, rtoMs} = told;
  const isTold = what.stop === null || what.stop.why === 'record-ends' || what.stop.why === 'choice';
  const stop = isTold ? undefined : stopSentence(what);
  return {
    comparison,
    outputA,
    outputB,
    sentences: whatIfLines(told),
    headlines: [whatIfParting(what, before), stop ?? whatIfRecovery(what, rtoMs)],
    parting: partingOf(what),
    notes: whatIfNotes(what),
    sources: new Map([...what.sources.keys()].map(path => [path, sourceWord(what, path) ?? ''])),
  };
};

/** The step that the version wants instead, else the one that the record goes on with. */
const partingOf = ({parting}: WhatIf): Path | null => {
  if (parting === null) {
    return null;
  }
  const [wanted] = parting.wants;
  const {fact} = parting;
  return wanted ?? ('step' in fact ? (fact.step ?? null) : null);
};
