/** A lab in lines: its servers with the command that leads to each, and what its application was told. */
import {showForeignText} from '../base/foreign-text.ts';
import type {LabStatus} from '../lab/lab-status.ts';
import {counted, spokenDuration} from '../report/spoken-duration.ts';
import {word} from './own-command.ts';

/** Indented, to stand below the line that says which lab it is. */
export const labLines = ({servers, application}: LabStatus, nowMs: number): readonly string[] => [
  ...servers.map(
    ({name, state, why, connection}) =>
      `  ${name.padEnd(nameWidth)} ${stateWords[state]}${why === null ? '' : ` (${showForeignText(why)})`}: psql ${word(connection)}`,
  ),
  ...applicationLines(application, nowMs).map(line => `  ${'application'.padEnd(nameWidth)} ${line}`),
];

export const nameWidth = 12;

const stateWords = {
  'takes-writes': 'takes writes',
  follows: 'follows the primary',
  unreachable: 'cannot be reached',
} as const;

const applicationLines = (application: LabStatus['application'], nowMs: number): readonly string[] => {
  const {acknowledged, unanswered, lastAcknowledged, failedReads, lastFailedRead, pid} = application;
  const last =
    lastAcknowledged === null
      ? ''
      : `, the last ${spokenDuration(Math.max(0, nowMs - Date.parse(lastAcknowledged.at)))} ago by the ${lastAcknowledged.server}`;
  return [
    `was told of ${counted(acknowledged, 'write')}${last}${unanswered === 0 ? '' : `; ${unanswered} ${unanswered === 1 ? 'was' : 'were'} never answered`}`,
    ...(lastFailedRead === null
      ? []
      : [`${counted(failedReads, 'read')} failed, the last one: ${showForeignText(lastFailedRead.why)}`]),
    ...(pid === null ? [] : [`goes on as process ${pid}`]),
  ];
};
