/** A file of SQL beside a runbook, read as a text of it. */
import {firstHidden} from '../../diagnostics/hidden-characters.ts';
import {type Reading, report} from '../reading.ts';
import type {DocumentPath} from '../yaml/document.ts';
import {notUtf8, textBytesMax} from '../yaml/document-limits.ts';
import {insertion} from './insertion.ts';

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
  // What is longer is a dump, and a program brings it back.
  if (new TextEncoder().encode(text.value).length > textBytesMax) {
    const message = `${file} is longer than ${textBytesMax / 1024} KiB`;
    return report(reading, {code: 'step/wrong-value', message, span, hint: 'restore a dump with a command'});
  }
  const byte = notUtf8(text.value);
  if (byte !== undefined) {
    const message = `${file}, line ${lineAt(text.value, byte.at)}: the byte ${byte.name} is no UTF-8`;
    return report(reading, {code: 'yaml/encoding', message, span, hint: 'save the file as UTF-8'});
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
