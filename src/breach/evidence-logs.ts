/** The structured logs among the evidence, line by line, of any size. */
import {closeSync, openSync, readdirSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {StringDecoder} from 'node:string_decoder';
import {csvLine, csvRecords, jsonLine, type LogLine} from './audit-lines.ts';

const pieceBytes = 4 * 1024 * 1024;

/** Copies of jsonlog and csvlog, in the order in which they were kept; what is neither is passed over. */
export function* evidenceLogs(directory: string): Iterable<LogLine> {
  for (const name of readdirSync(directory).toSorted()) {
    const [, kind] = /^file-\d+-.*\.(json|csv)$/.exec(name) ?? [];
    if (kind !== undefined) {
      yield* linesOf(join(directory, name), kind === 'json' ? jsonLine : csvText);
    }
  }
}

const csvText = (text: string): LogLine | null => csvLine(csvRecords(text)[0] ?? []);

/** A record ends with a line, unless a quotation is open there: statements have lines of their own. */
function* linesOf(path: string, read: (text: string) => LogLine | null): Iterable<LogLine> {
  let open = '';
  for (const line of textLines(path)) {
    open = open === '' ? line : `${open}\n${line}`;
    if (read === csvText && (open.split('"').length - 1) % 2 === 1) {
      continue;
    }
    const found = read(open);
    open = '';
    if (found !== null) {
      yield found;
    }
  }
}

function* textLines(path: string): Iterable<string> {
  const file = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const piece = Buffer.alloc(pieceBytes);
    let rest = '';
    for (let got = readSync(file, piece); got > 0; got = readSync(file, piece)) {
      const lines = (rest + decoder.write(piece.subarray(0, got))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    // What the server was still writing when it was copied is half a line, and no record.
    if (rest !== '') {
      yield rest;
    }
  } finally {
    closeSync(file);
  }
}
