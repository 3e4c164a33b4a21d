/** What a runbook says about a value that it is told. */
import type {Span, ValueType} from './words.ts';

export type InputType =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'list'
  | 'json'
  | 'duration'
  | 'timestamp'
  | 'identifier'
  | 'path'
  | 'hostname'
  | 'cidr'
  | 'url'
  | 'connection'
  | 'secret';

export type InputDeclaration = {
  readonly name: string;
  readonly type: InputType;
  /** Element type of a list; the names of a choice. */
  readonly of?: InputType | readonly string[];
  readonly pattern?: string;
  readonly default?: ValueType;
  readonly from?: {readonly env: string} | {readonly file: string} | {readonly command: readonly string[]};
  readonly ask?: string;
  readonly optional: boolean;
  readonly sets?: 'disruption' | 'detection' | 'declaration';
  readonly span: Span;
};
