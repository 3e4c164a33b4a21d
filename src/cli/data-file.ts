/** A YAML or JSON file that the command line names: a map of values, read as carefully as a runbook. */
import type {Json} from '../base/canonical-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {readDocument} from '../runbook/yaml/document.ts';
import {invalid, readText} from './catalog.ts';
import {type Refusal, refuse} from './refusal.ts';

export type Data = {readonly [name: string]: Json};

/** Reads the file; no file is no values. */
export const readData = (file: string | undefined): Result<Data, Refusal> => {
  if (file === undefined) {
    return succeed({});
  }
  // What holds secrets may come through a pipe and never lie on a disk.
  const source = readText(file, {pipe: true});
  if (!source.ok) {
    return source;
  }
  const document = readDocument(source.value.text);
  if (!document.ok) {
    const {reason} = invalid(source.value, [document.reason]);
    return fail({...reason, hint: 'Mend the line above; it is YAML or JSON, a map of names to values.'});
  }
  const {data} = document.value;
  return isMap(data) ? succeed(data) : refuse('usage', `${source.value.file} holds no map of names to values.`);
};

const isMap = (data: Json): data is Data => typeof data === 'object' && data !== null && !Array.isArray(data);
