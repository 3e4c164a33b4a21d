/** How findings are printed: a new format is one line here and one file beside the diagnostics. */

import {showForeignLine} from '../base/foreign-text.ts';
import {printedJson} from '../base/printed-json.ts';
import {codeFrame} from '../diagnostics/code-frame.ts';
import {type Finding, isError, rangeOf} from '../diagnostics/finding.ts';
import {githubAnnotations} from '../diagnostics/github.ts';
import {sarifLog} from '../diagnostics/sarif.ts';
import {asTyped} from './own-command.ts';
import {version} from './version.ts';

export type LintFormat = 'text' | 'json' | 'sarif' | 'github';

/** What was looked at: how many files, and the folder where none was given. */
export type Looked = {readonly files: number; readonly folder?: string | undefined};

type Print = (findings: readonly Finding[], looked: Looked) => string;

/** For people: each with its line, and how many there are. */
const text: Print = (findings, {files, folder}) => {
  const errors = findings.filter(isError).length;
  const counted = [numbered(errors, 'error'), numbered(findings.length - errors, 'warning')].join(', ');
  const frames = findings.map(({diagnostic, file, lines}) => `${codeFrame(diagnostic, {file, lines})}\n\n`);
  const [first] = findings;
  const more =
    first === undefined ? '' : asTyped(`Why, and how it is mended: lifeboat lint --explain ${first.diagnostic.code}\n`);
  const where = folder === undefined ? '' : ` in ${showForeignLine(folder)}`;
  return `${frames.join('')}${more}${numbered(files, 'file')}${where}: ${counted}\n`;
};

const numbered = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

const json: Print = findings => `${printedJson({ok: !findings.some(isError), findings: findings.map(asJson)})}\n`;

const asJson = (finding: Finding) => {
  const {from, to} = rangeOf(finding);
  const {code, severity, message, hint} = finding.diagnostic;
  return {
    code,
    severity,
    file: finding.file,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    message,
    hint,
  };
};

const formats: {readonly [Name in LintFormat]: Print} = {
  text,
  json,
  sarif: findings => `${printedJson(sarifLog(findings, version()), 2)}\n`,
  github: findings => githubAnnotations(findings),
};

/** All that a format says of the findings in what was looked at. */
export const printFindings = (format: LintFormat, findings: readonly Finding[], looked: Looked): string =>
  formats[format](findings, looked);
