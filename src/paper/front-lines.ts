/** The first page: what this paper is, how it is used, who is called, what is seen, and what has to be known. */
import {parseDurationMs, spellDurationMs} from '../base/duration.ts';
import type {InputDeclaration} from '../runbook/input-declaration.ts';
import {objectivesFor} from '../runbook/objectives.ts';
import type {ValueType} from '../runbook/words.ts';
import {blanksOf} from './blanks.ts';
import {box, code, dots, inline, linesIn, within} from './markdown.ts';
import type {PaperDocument} from './numbers.ts';
import {peopleOf, reached, rolesOf} from './people.ts';
import {type Paragraphs, probeLines} from './probe-lines.ts';
import type {PaperSource} from './source.ts';

export const frontLines = (source: PaperSource, document: PaperDocument | undefined): Paragraphs => [
  ...title(source),
  ...about(source),
  ...howTo,
  ...who(source),
  ...symptoms(source, document),
  ...inputs(source),
  ...duties(source),
];

/** The first sixteen digits, in groups that can be read aloud. */
export const shortDigest = (sha256: string): string => (sha256.slice(0, 16).match(/.{4}/g) ?? []).join(' ');

/** `2026-11-24 03:12 UTC`. */
export const timeOfPrint = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

const title = ({runbook, text, printedAt, sha256}: PaperSource): Paragraphs => [
  [`# ${within(runbook.title)}`],
  [
    `${code(runbook.id)}, version ${within(runbook.version)} · printed ${timeOfPrint(printedAt)} · digest ${code(shortDigest(sha256(text)))}`,
  ],
  ...linesIn(runbook.summary).map(line => [inline(line)]),
  [`Incident ${dots(40)} Date ${dots(14)}`],
  [`Carried out by ${dots(30)} Begun at (UTC) ${dots(12)}`],
];

const about = ({runbook, plan}: PaperSource): Paragraphs => {
  const {scenario, criticality, owner, review, clock} = runbook;
  const {rtoMs, rpoMs, mtpdMs} = objectivesFor(runbook, plan);
  const promised = (objectiveMs: number | null): string =>
    objectiveMs === null ? 'none' : spellDurationMs(objectiveMs);
  const [start, stop] = [clock.start, clock.stop].map(event => event.replaceAll('_', ' '));
  return [
    [
      `- RTO ${promised(rtoMs)}, from ${start} to ${stop}: ${start} at ${dots(12)}, so ${stop} by ${dots(12)}`,
      `- RPO ${promised(rpoMs)}`,
      ...(mtpdMs === undefined ? [] : [`- MTPD ${promised(mtpdMs)}, from the disruption to ${stop}`]),
      `- Scenario ${scenario}${criticality === undefined ? '' : `, ${criticality.replaceAll('_', ' ')}`}; kept by ${within(owner)} (${within(reached(owner, plan))})${review === undefined ? '' : `; last reviewed ${review.last}`}`,
    ],
  ];
};

const howTo: Paragraphs = [
  ['## How this paper is used'],
  [
    '- Go from step to step. Where a line says to go on at another step, go there; what stands between is left out.',
    '- Write times in UTC. Sign each step when it is over, also one that failed or was skipped, and say why.',
    '- **Hold** means: stop, touch nothing, and say with the incident lead how it goes on: try again, do it by hand, take it back, leave it out, or end.',
    `- ${code('____name____')} is a blank: what it stands for was written down on this paper, under Inputs or at the step that it names. Quote a value where the shell needs it.`,
    '- `by then` is how long it takes to the end of the step by the longest way, nine times in ten at most, with what the RTO allows.',
    '- Passwords, tokens and connection strings are not written on paper.',
    '- The check digits of a step are of its number and its text. When this paper is typed in again, they show a slip, and a step that is another one in the file.',
  ],
];

const who = (source: PaperSource): Paragraphs => {
  const {runbook, plan} = source;
  const roles = Object.entries(rolesOf(runbook)).map(([role, {contact}]) => {
    const email = plan.contacts[contact]?.email;
    return `- ${within(role)}: ${within(reached(contact, plan))}${email === undefined ? '' : `, ${within(email)}`}. In their place ${dots(30)}`;
  });
  const ladder = plan.escalation.map(({level, title: rung, contact, afterMs}) => {
    const call = contact === undefined ? '' : `: ${within(reached(contact, plan))}`;
    return `- Level ${level}, ${afterMs === 0 ? 'at once' : `after ${spellDurationMs(afterMs)} without an answer`}: ${within(rung)}${call}`;
  });
  return [['## Who'], roles, ...(ladder.length > 0 ? [['Nobody answers:'], ladder] : [])];
};

const symptoms = ({runbook, plan}: PaperSource, document: PaperDocument | undefined): Paragraphs => {
  if (runbook.symptoms.length === 0 || document === undefined) {
    return [];
  }
  const writing = {blanks: blanksOf(document), people: peopleOf(runbook, plan)};
  return [
    ['## Is it this?'],
    ...runbook.symptoms.flatMap(({text, check}) =>
      check === undefined ? [[`- ${box} ${inline(text)}`]] : probeLines(inline(text), check, writing),
    ),
  ];
};

const inputs = ({runbook}: PaperSource): Paragraphs => {
  const declared = Object.values(runbook.inputs);
  return declared.length === 0 ? [] : [['## Inputs'], declared.map(inputLine)];
};

const inputLine = (input: InputDeclaration): string => {
  const {name, type, of, ask, optional, default: standard, pattern} = input;
  const kinds = Array.isArray(of)
    ? `one of ${of.map(within).join(', ')}`
    : `${type}${of === undefined ? '' : ` of ${String(of)}`}`;
  const isSecret = type === 'secret' || type === 'connection';
  const facts = [
    kinds,
    ...(optional ? ['may be left out'] : []),
    ...(pattern === undefined ? [] : [`like ${code(pattern)}`]),
    ...(standard === undefined ? [] : [`else ${code(spelled(standard, type))}`]),
  ].join(', ');
  const line = isSecret ? `secret, not on this paper; it is kept at ${dots(30)}` : dots(50);
  return `- ${box} ${code(name)} (${facts})${ask === undefined ? '' : `. ${within(ask)}`}: ${line}`;
};

/** A duration is kept as ISO 8601, which nobody says. */
const spelled = (standard: ValueType, type: InputDeclaration['type']): string => {
  if (typeof standard !== 'string') {
    return JSON.stringify(standard);
  }
  const durationMs = type === 'duration' ? parseDurationMs(standard) : undefined;
  return durationMs?.ok ? spellDurationMs(durationMs.value) : standard;
};

const duties = ({runbook: {deadlines, reminders}}: PaperSource): Paragraphs => {
  const event = (name: string): string => name.replaceAll('_', ' ');
  const by = (role: string | undefined): string => (role === undefined ? '' : ` (${within(role)})`);
  const lines = [
    ...deadlines.map(
      ({withinMs, after, role, text}) =>
        `- ${box} ${within(text)}${by(role)}, within ${spellDurationMs(withinMs)} after the ${event(after)}. Done at ${dots(12)}`,
    ),
    ...reminders.map(
      ({everyMs, until, role, text}) =>
        `- ${box} ${within(text)}${by(role)}, every ${spellDurationMs(everyMs)} until ${event(until)}: ${Array.from({length: 4}, () => dots(8)).join(' ')}`,
    ),
  ];
  return lines.length === 0 ? [] : [['## Beside the steps'], lines];
};
