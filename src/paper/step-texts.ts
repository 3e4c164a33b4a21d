/** The texts that say what a step does, as they stand in the files: what its check digits are of. */
import type {Document} from '../runbook/document.ts';
import {readDocument} from '../runbook/document.ts';
import type {Probe, Step} from '../runbook/runbook.ts';
import type {PaperStep} from './numbers.ts';
import type {PaperSource} from './source.ts';

/** Reads each file once. */
export const stepTextsOf = ({
  text,
  beside,
}: Pick<PaperSource, 'text' | 'beside'>): ((step: PaperStep) => readonly string[]) => {
  const documents = new Map<string, Document | undefined>();
  const documentOf = (source: string): Document | undefined => {
    if (!documents.has(source)) {
      const document = readDocument(source);
      documents.set(source, document.ok ? document.value : undefined);
    }
    return documents.get(source);
  };
  return ({step, document: {file, beside: folder}}) => {
    const source = file === undefined ? text : (beside.get(file) ?? '');
    const document = documentOf(source);
    const part = (path: readonly string[]): readonly string[] => {
      if (document === undefined || !document.has(path)) {
        return [];
      }
      const {from, to} = document.wholeSpan(path);
      return [source.slice(from, to)];
    };
    const included = step.kind === 'include' ? [beside.get(`${folder}included/${step.runbook.id}.yaml`) ?? ''] : [];
    return [
      source.slice(step.span.from, step.span.to),
      ...part(['defaults']),
      ...probesOf(step).flatMap(name => part(['probes', name])),
      ...statementsOf(step),
      ...included,
    ];
  };
};

/** The names of its probes, each once, in the order of the step; one that must not hold is called `not` and its name. */
const probesOf = (step: Step): readonly string[] => {
  const own: readonly Probe[] = [
    ...step.requires,
    ...step.verify,
    ...step.doneWhen,
    ...(step.kind === 'check' ? [step.probe] : []),
    ...(step.kind === 'wait' && 'until' in step.wait ? [step.wait.until] : []),
  ];
  return [...new Set(own.map(({name}) => name.replace(/^not /, '')))];
};

/** They may stand in a file of their own. */
const statementsOf = (step: Step): readonly string[] =>
  step.kind === 'sql' && step.action.kind === 'sql' ? step.action.statements : [];
