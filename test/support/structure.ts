/** What the parsers and the printed schemas say about the structure of a text. */
import {Ajv2020} from 'ajv/dist/2020.js';
import {succeed} from '../../src/base/result.ts';
import {type Described, schemaText} from '../../src/cli/commands/schema.ts';
import type {Diagnostic} from '../../src/diagnostics/diagnostic.ts';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import {parseRunbook} from '../../src/runbook/parse-runbook.ts';
import type {Beside, Included} from '../../src/runbook/reading.ts';
import {readDocument} from '../../src/runbook/yaml/document.ts';

/** What is no matter of structure though its code begins like those that are. */
const meaning = new Set([
  'probe/chain',
  'step/branch-outputs',
  'step/duplicate-id',
  'step/formerly-taken',
  'step/retry-not-idempotent',
  'plan/shared-key',
  'plan/unknown-contact',
  'injects/unknown-runbook',
  'injects/unknown-step',
  'injects/not-for-step',
]);

/** Whether a finding is about which fields there are and what they hold, and not about what that means. */
export const isAboutStructure = ({code}: Pick<Diagnostic, 'code'>): boolean =>
  /^(?:runbook|plan|injects|input|step|probe)\//.test(code) && !meaning.has(code);

/** What the parser finds wrong with the structure of a runbook; whatever it names is there. */
export const runbookFindings = (
  text: string,
  beside: Beside = () => succeed('select 1'),
  included?: Included,
): readonly string[] => {
  const document = readDocument(text);
  return document.ok
    ? messagesOf(parseRunbook(document.value, beside, included).reading.diagnostics)
    : [document.reason.message];
};

/** The same for a plan. */
export const planFindings = (text: string): readonly string[] => messagesOf(parsePlan(text).diagnostics);

const messagesOf = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.filter(isAboutStructure).map(({message}) => message);

/** Words that editors know beyond the standard. */
const wordsOfEditors = ['errorMessage', 'patternErrorMessage', 'markdownDescription', 'doNotSuggest'];

/** A printed schema as a check; in its draft formats only explain. */
export const validatorOf = (described: Described): ((data: unknown) => boolean) => {
  const ajv = new Ajv2020({strict: true, strictTypes: false, strictRequired: false, validateFormats: false});
  ajv.addVocabulary(wordsOfEditors);
  const validate = ajv.compile(JSON.parse(schemaText(described)));
  return data => validate(data);
};
