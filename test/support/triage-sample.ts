/** Triage of the deletion at three in the morning: one symptom is there, one is not, one needs an input, one needs eyes. */
import type {Triage, TriagedRunbook} from '../../src/run/triage.ts';

const symptomsSeen: readonly TriagedRunbook[] = [
  {
    id: 'accidental-deletion',
    file: 'runbooks/deletion/accidental-deletion.yaml',
    title: 'Accidental data deletion',
    symptoms: [
      {text: 'Rows are missing from specific tables', seen: 'present', detail: '{"tables":1,"deleted_rows":1204}'},
      {text: 'The application reports records that it cannot find', seen: 'by-eye'},
    ],
  },
  {
    id: 'site-lost',
    file: 'runbooks/infrastructure/site-lost.yaml',
    title: 'Loss of the first site',
    symptoms: [
      {text: 'The shop does not answer', seen: 'absent', detail: 'status 200'},
      {
        text: 'No host of the first site answers',
        seen: 'unseen',
        why: 'input hosts is not known: give it with --set hosts=…',
        missing: ['hosts'],
      },
    ],
  },
];

const touches: Triage['touches'] = [
  {
    runbook: 'accidental-deletion',
    symptom: 'Rows are missing from specific tables',
    kind: 'sql',
    target: 'ticketing@db1',
  },
  {runbook: 'site-lost', symptom: 'The shop does not answer', kind: 'http', target: 'GET https://shop.example/health'},
];

/** As it stands at each stage: nothing is seen before it was looked at. */
export const triaged = (stage: Triage['stage'], looked: number): Triage => ({
  stage,
  touches,
  looked,
  runbooks: symptomsSeen.map(one => ({
    ...one,
    symptoms: one.symptoms.map(symptom =>
      stage !== 'done' && (symptom.seen === 'present' || symptom.seen === 'absent')
        ? {text: symptom.text, seen: 'not-yet' as const}
        : symptom,
    ),
  })),
  troubles: [],
});
