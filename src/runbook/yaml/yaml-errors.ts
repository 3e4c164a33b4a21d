/** What the yaml library finds wrong with a text, in our words, at the place that has to be changed, with a way out. */
import type {Node} from 'yaml';
import {isCollection, isScalar, visit} from 'yaml';
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import type {Span} from '../../diagnostics/span.ts';

type Words = {
  readonly code?: 'yaml/syntax' | 'yaml/refused';
  readonly hint: string;
  /** Instead of the library's own sentence, where that speaks of its insides. */
  readonly message?: string;
};

/** A mistake that the library has found, or met. */
export type YamlMistake = {
  /** As the library names it. */
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [from: number, to: number];
};

/** The diagnostic of a mistake; `root` is what the library made of the text all the same. */
export const yamlDiagnostic = (error: YamlMistake, text: string, root: Node | null): Diagnostic => {
  const mark = conflictMark(text);
  if (mark !== undefined) {
    return conflict(mark);
  }
  const {code = 'yaml/syntax', hint, message = error.message} = known[error.code] ?? otherwise;
  const {from, to} = placeOf(error, text, root);
  const unclosed = isUnclosed(error) ? unclosedWords(text.charAt(from)) : undefined;
  return {
    code,
    severity: 'error',
    message: unclosed?.message ?? message.charAt(0).toLowerCase() + message.slice(1, messageMax),
    span: atLeastOne({from, to: lineEnd(text, from, to)}),
    hint: unclosed?.hint ?? hint,
  };
};

/** Where git has left both sides of a merge; what the library makes of such a line tells nobody. */
const conflictMark = (text: string): Span | undefined => {
  const found = /^(?:<{7}|\|{7}|={7}|>{7})(?= |\r?$)/m.exec(text);
  return found === null ? undefined : {from: found.index, to: found.index + found[0].length};
};

const conflict = (span: Span): Diagnostic => ({
  code: 'yaml/syntax',
  severity: 'error',
  message: 'git could not merge this: both sides stand here',
  span,
  hint: 'keep what is right of both, and remove the lines with <<<<<<<, ======= and >>>>>>>',
});

/** A mark needs something to stand under. */
export const atLeastOne = ({from, to}: Span): Span => ({from, to: Math.max(to, from + 1)});

/** A mark under one line says as much as one under many. */
const lineEnd = (text: string, from: number, to: number): number => {
  const end = text.slice(from, to).search(/\r?\n/);
  return end < 0 ? to : from + end;
};

/** The library quotes what it did not understand, however long that is. */
const messageMax = 160;

const closing: {readonly [opening: string]: string} = {'[': ']', '{': '}'};

const unclosedWords = (opening: string): {readonly message: string; readonly hint: string} => ({
  message: `this ${opening} is not closed`,
  hint: `close it with ${closing[opening] ?? opening}`,
});

const known: {readonly [yamlCode: string]: Words} = {
  ALIAS_PROPS: {code: 'yaml/refused', hint: 'write the value out; a text that begins with * needs quotes'},
  BAD_ALIAS: {code: 'yaml/refused', hint: 'a text that begins with & or * needs quotes'},
  BAD_DIRECTIVE: {code: 'yaml/refused', hint: 'remove the line that begins with %'},
  BAD_DQ_ESCAPE: {hint: 'write \\\\ for a backslash, or put the text in single quotes, where it is a letter'},
  BAD_INDENT: {hint: 'begin what belongs together in one column'},
  BAD_SCALAR_START: {hint: 'a text that begins with this character needs quotes'},
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'this colon makes a key of what stands before it, where a value stands already',
    hint: 'put a text with a colon in quotes; is the line indented too far?',
  },
  BLOCK_IN_FLOW: {hint: 'between brackets or braces, write lists as [a, b] and maps as {a: b}'},
  KEY_OVER_1024_CHARS: {
    message: 'this key is longer than 1024 characters',
    hint: 'is a line break missing, or quotes?',
  },
  MISSING_CHAR: {hint: 'is a colon missing, or quotes around a text?'},
  MULTILINE_IMPLICIT_KEY: {
    message: 'a key goes over two lines',
    hint: 'is a colon missing, or quotes around a text?',
  },
  MULTIPLE_ANCHORS: {code: 'yaml/refused', hint: 'remove them; a text that begins with & needs quotes'},
  MULTIPLE_DOCS: {
    code: 'yaml/refused',
    message: 'a second document begins here',
    hint: 'one file holds one document; remove this line and what follows',
  },
  MULTIPLE_TAGS: {code: 'yaml/refused', hint: 'remove them; a text that begins with ! needs quotes'},
  NON_STRING_KEY: {code: 'yaml/refused', message: 'a key must be a text', hint: 'write keys as plain words'},
  RESOURCE_EXHAUSTION: {message: 'this is too much to be read', hint: 'write it in a simpler way'},
  TAB_AS_INDENT: {hint: 'indent with spaces'},
  TAG_RESOLVE_FAILED: {
    code: 'yaml/refused',
    hint: 'remove the tag (the word with !); quote a text that begins with !',
  },
  UNREADABLE: {message: 'this file cannot be read as YAML', hint: 'write it in a simpler way'},
};

const otherwise: Words = {hint: 'is a bracket, a comma or a quote missing here or in the line above?'};

/** What was opened and never closed is shown where it was opened: the end of the file tells nobody anything. */
const placeOf = (error: YamlMistake, text: string, root: Node | null): Span => {
  const [from, to] = error.pos;
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') {
    const [colon] = [...text.slice(from).matchAll(/:(?=\s|$)/g)];
    return colon === undefined ? {from, to} : {from: from + colon.index, to: from + colon.index + 1};
  }
  const opened = isUnclosed(error) ? lastOpened(root, from) : undefined;
  return opened === undefined ? {from, to} : {from: opened, to: opened + 1};
};

const isUnclosed = ({message}: YamlMistake): boolean => /^Missing closing|\bend with a [\]}]$/.test(message);

/** Where the innermost quote or bracket begins that reaches as far as the error. */
const lastOpened = (root: Node | null, end: number): number | undefined => {
  let opened: number | undefined;
  visit(root, {
    Node: (_, node) => {
      const [from, to] = node.range ?? [0, 0];
      const isOpen = isCollection(node) ? node.flow === true : isScalar(node) && /^QUOTE/.test(node.type ?? '');
      if (isOpen && from < end && to >= end) {
        opened = Math.max(opened ?? 0, from);
      }
    },
  });
  return opened;
};
