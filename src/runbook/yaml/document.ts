/** A file's text as data, with the place of every key and value. */
import type {Json} from '../../base/canonical-json.ts';
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import {dataOf} from './document-data.ts';
import {firstBadPlace} from './document-limits.ts';
import {type DocumentPath, type Places, placesOf} from './document-places.ts';
import {readNodes} from './yaml-text.ts';

export type {DocumentPath};

export type Document = Places & {readonly text: string; readonly data: Json};

/**
 * Reads YAML 1.2 (core schema) without tags, anchors, aliases, merge keys, directives or further documents. Only the
 * first error is given: what a parser says after its first error is guesswork.
 */
export const readDocument = (text: string): Result<Document, Diagnostic> => {
  const early = firstBadPlace(text);
  if (early !== undefined) {
    return fail(early);
  }
  const nodes = readNodes(text);
  if (!nodes.ok) {
    return nodes;
  }
  const data = dataOf(text, nodes.value);
  return data.ok ? succeed({text, data: data.value, ...placesOf(text, nodes.value)}) : data;
};
