/** Findings as SARIF 2.1.0 (OASIS, 2020): what code hosts and editors take from analysers of all kinds. */
import type {Log, ReportingDescriptor, Result} from 'sarif';
import {codes} from './codes.ts';
import {type Finding, rangeOf, wholeMessage} from './finding.ts';

/** The findings of one call as a log. Files below the working directory are relative to it, as code hosts want them. */
export const sarifLog = (findings: readonly Finding[], version: string): Log => {
  const rules = [...new Set(findings.map(({diagnostic}) => diagnostic.code))].toSorted();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {driver: {name: 'Lifeboat', semanticVersion: version, rules: rules.map(ruleOf)}},
        columnKind: 'utf16CodeUnits',
        results: findings.map(finding => resultOf(finding, rules)),
      },
    ],
  };
};

const ruleOf = (id: string): ReportingDescriptor => ({
  id,
  ...(Object.hasOwn(codes, id) && {shortDescription: {text: Reflect.get(codes, id)}}),
});

const resultOf = (finding: Finding, rules: readonly string[]): Result => {
  const {code, severity} = finding.diagnostic;
  const {from, to} = rangeOf(finding);
  return {
    ruleId: code,
    ruleIndex: rules.indexOf(code),
    level: severity,
    message: {text: wholeMessage(finding)},
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactOf(finding.file),
          region: {startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column},
        },
      },
    ],
  };
};

/** A relative address has no scheme, so a colon in its first part is spelled out as well. */
const artifactOf = (file: string): {readonly uri: string; readonly uriBaseId?: string} => {
  const parts = file.split('/').map(part => encodeURIComponent(part));
  const path = parts.filter(part => part !== '.').join('/');
  return file.startsWith('/') ? {uri: `file://${parts.join('/')}`} : {uri: path, uriBaseId: '%SRCROOT%'};
};
