/** Triage line by line, for a terminal that only prints and for screen readers. */
import {showForeignLine} from '../../base/foreign-text.ts';
import type {Triage} from '../../run/triage.ts';
import {fitWords, reasonWords, symptomWords, touchWords} from './triage-words.ts';

/** Said before anything is looked at. */
export const touchLines = (triage: Triage): readonly string[] => touchWords(triage).map(showForeignLine);

/** What was found, the runbook that fits best first. */
export const triageLines = ({runbooks, troubles}: Triage): readonly string[] => [
  ...(runbooks.length === 0 ? ['There are no runbooks to look at.'] : []),
  ...runbooks.flatMap((runbook, index) => [
    showForeignLine(
      `${index + 1}. ${runbook.id}, ${runbook.title}: ${fitWords(runbook)}; of its symptoms ${reasonWords(runbook)}.`,
    ),
    ...runbook.symptoms.map(symptom => showForeignLine(`   ${symptomWords(symptom)}.`)),
  ]),
  ...troubles.map(showForeignLine),
];
