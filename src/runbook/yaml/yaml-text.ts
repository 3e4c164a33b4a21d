/** A file's text as nodes with their places; the only door to the yaml library. */
import type {CST, Node} from 'yaml';
import {Composer, Lexer, Parser} from 'yaml';
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import {crowdedRefusal, deepRefusal, depthMax, directiveRefusal, lexemesMax} from './document-limits.ts';
import {type YamlMistake, yamlDiagnostic} from './yaml-errors.ts';

/**
 * Reads one document of YAML 1.2 (core schema). Only the first error is given: what a parser says after its first error
 * is guesswork. A text that would take too long or too deep a stack is refused while it is being read.
 */
export const readNodes = (text: string): Result<Node | null, Diagnostic> => {
  const stackTraceLimit = Error.stackTraceLimit;
  // The library makes an Error for every mistake: 260,000 in a file of brackets, and their traces took 200 MB and 2 s.
  Error.stackTraceLimit = 0;
  try {
    return compose(text);
  } catch (error) {
    // The library throws for what it did not foresee; the text is to blame, not the person.
    const why = error instanceof Error ? error.message : String(error);
    return fail(yamlDiagnostic({code: 'UNREADABLE', message: why, pos: [0, 1]}, text, null));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
};

const options = {
  version: '1.2',
  schema: 'core',
  merge: false,
  // Compared by the reader of documents in linear time; the library compares each key with each other one.
  uniqueKeys: false,
  stringKeys: true,
  strict: true,
} as const;

type Refused = {refusal: Diagnostic | undefined};

const compose = (text: string): Result<Node | null, Diagnostic> => {
  const refused: Refused = {refusal: undefined};
  const [document, second] = new Composer(options).compose(tokensOf(text, refused), true, text.length);
  if (refused.refusal !== undefined) {
    return fail(refused.refusal);
  }
  const problems: YamlMistake[] = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  if (second !== undefined) {
    const [from, to] = second.range;
    problems.push({code: 'MULTIPLE_DOCS', message: 'a second document begins here', pos: [from, to]});
  }
  const [first] = problems.sort((a, b) => a.pos[0] - b.pos[0]);
  return first === undefined
    ? succeed(document?.contents ?? null)
    : fail(yamlDiagnostic(first, text, document?.contents ?? null));
};

/** On the parser's stack a document stands below all levels, and one or two places may be taken by what is being read. */
const stackMax = depthMax + 4;

/** What the parser makes of a text, as long as it is neither too much nor too deep. */
function* tokensOf(text: string, refused: Refused): Generator<CST.Token> {
  const parser = new Parser();
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'directive') {
        refused.refusal = directiveRefusal(token.offset);
        return;
      }
      yield token;
    }
    count += 1;
    if (parser.stack.length > stackMax) {
      refused.refusal = deepRefusal(parser.stack[depthMax + 2]?.offset ?? parser.offset);
      return;
    }
    if (count > lexemesMax) {
      refused.refusal = crowdedRefusal(parser.offset);
      return;
    }
  }
  yield* parser.end();
}
