/** What the linter says of a file of injects, held against the runbook that it names. */
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import {injectFaults} from '../../injects/inject-faults.ts';
import {parseInjects} from '../../injects/parse-injects.ts';
import {readRunbook} from '../catalog.ts';

/** Told by what stands in it: no runbook has such a field. */
export const areInjects = (text: string): boolean => /^injects:/m.test(text);

/** The runbook is looked for by its id, as for a drill. */
export const lintInjects = (text: string): readonly Diagnostic[] => {
  const {injects, document, diagnostics} = parseInjects(text);
  if (injects === undefined || document === undefined) {
    return diagnostics;
  }
  const catalogued = readRunbook(injects.runbook);
  return catalogued.ok
    ? injectFaults(injects, catalogued.value.runbook, document)
    : [
        {
          code: 'injects/unknown-runbook',
          severity: 'error',
          message: catalogued.reason.message.replace(/\.$/, ''),
          span: document.valueSpan(['runbook']),
          hint: catalogued.reason.hint ?? 'name a runbook by its id',
        },
      ];
};
