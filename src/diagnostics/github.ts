/** Findings as workflow commands of GitHub Actions: each is shown beside its line in the pull request. */
import {showForeignText} from '../base/foreign-text.ts';
import {type Finding, rangeOf, wholeMessage} from './finding.ts';

/** One line for each finding. */
export const githubAnnotations = (findings: readonly Finding[]): string =>
  findings.map(finding => `${annotation(finding)}\n`).join('');

const annotation = (finding: Finding): string => {
  const {code, severity} = finding.diagnostic;
  const {from, to} = rangeOf(finding);
  const properties = {
    file: finding.file,
    line: from.line,
    endLine: to.line,
    // Columns are taken only where the place is within one line.
    ...(from.line === to.line && {col: from.column, endColumn: to.column}),
    title: code,
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${severity} ${written.join(',')}::${data(showForeignText(wholeMessage(finding)))}`;
};

/** What would end the line, or begin another command. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
