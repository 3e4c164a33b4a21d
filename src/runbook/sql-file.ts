/** A file of SQL beside a runbook, read as a text of it. */
import {firstHidden} from '../diagnostics/hidden-characters.ts';
import type {DocumentPath} from './document.ts';
import {insertion} from './insertion.ts';
import {type Reading, report} from './reading.ts';

/** As much as a runbook itself may hold: what is longer is a dump, and a program brings it back. */
const fileBytesMax = 256 * 1024;

/** What is wrong in the file is shown where the runbook names it, with the line in the file. */
export const readSql = (
  file: string,
  {reading, path}: {readonly reading: Reading; readonly path: DocumentPath},
): string | undefined => {
  const span = reading.document.valueSpan(path);
  const text = reading.beside(file);
  if (!text.ok || text.value.trim() === '') {
    const message = text.ok ? `${file} holds no statement` : `${file} cannot be read: ${text.reason}`;
    return report(reading, {code: 'step/wrong-value', message, span, hint: 'it lies beside the runbook, or below it'});
  }
  if (new TextEncoder().encode(text.value).length > fileBytesMax) {
    const message = `${file} is longer than ${fileBytesMax / 1024} KiB`;
    return report(reading, {code: 'step/wrong-value', message, span, hint: 'restore a dump with a command'});
  }
  const hidden = firstHidden(text.value.replaceAll('\r\n', ' \n'));
  if (hidden !== undefined) {
    const message = `${file}, line ${lineAt(text.value, hidden.at)}: the invisible character ${hidden.name} can make a text read other than it is`;
    return report(reading, {code: 'yaml/invisible-character', message, span, hint: 'remove it'});
  }
  for (const found of text.value.matchAll(insertion)) {
    const message = `no value is put into the text of SQL (${file}, line ${lineAt(text.value, found.index)})`;
    const hint = 'give it under params, and write $1, :\'name\' or :"name" there';
    report(reading, {code: 'text/interpolation', message, span, hint});
  }
  return text.value;
};

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
