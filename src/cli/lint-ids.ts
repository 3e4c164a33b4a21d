/** What is wrong with the id of a runbook only beside its file and its neighbours: a runbook is found by the name of its file. */
import {realpathSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {idOf} from './runbook-files.ts';

export type Named = {
  readonly path: string;
  /** The folder that it was found in, with those below it; where it was named itself, its own counts. */
  readonly within?: string | undefined;
  readonly text: string;
};

/** For each file that says an id: its name is another, or another one found in the same folder says the same. */
export const idProblems = (files: readonly Named[]): ((file: Named) => readonly Diagnostic[]) => {
  const byId = new Map<string, Named[]>();
  for (const file of files) {
    const key = keyOf(file);
    if (key !== undefined) {
      byId.set(key, [...(byId.get(key) ?? []), file]);
    }
  }
  return file => {
    const key = keyOf(file);
    const said = saidId(file.text);
    if (key === undefined || said === undefined) {
      return [];
    }
    const twin = byId.get(key)?.find(other => realPath(other.path) !== realPath(file.path));
    return [
      ...(said.id === idOf(file.path) ? [] : [otherFile(said, file.path)]),
      ...(twin === undefined ? [] : [duplicate(said, twin.path)]),
    ];
  };
};

/** A link beside the file that it leads to is no second runbook. */
const realPath = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
};

type Said = {readonly id: string; readonly span: Diagnostic['span']};

/** Reading the whole file a second time would double what the linter does; an id that is none is told by the loader. */
const saidId = (text: string): Said | undefined => {
  const found = /^(id:[ \t]+["']?)([a-z0-9]+(?:-[a-z0-9]+)*)["']?[ \t]*(?:#.*)?\r?$/m.exec(text);
  if (found === null) {
    return undefined;
  }
  const [, before = '', id = ''] = found;
  const from = found.index + before.length;
  return {id, span: {from, to: from + id.length}};
};

const keyOf = ({path, within, text}: Named): string | undefined => {
  const said = saidId(text);
  return said && `${resolve(within ?? dirname(path))}\0${said.id}`;
};

const otherFile = ({id, span}: Said, path: string): Diagnostic => ({
  code: 'runbook/other-file',
  severity: 'warning',
  message: `this runbook is found as "${idOf(path)}", like its file, and not as "${id}"`,
  span,
  hint: `call the file ${id}.yaml, or write id: ${idOf(path)}`,
});

const duplicate = ({id, span}: Said, twin: string): Diagnostic => ({
  code: 'runbook/duplicate-id',
  severity: 'warning',
  message: `${twin} has the id "${id}" too`,
  span,
  hint: 'give one of them another id, and call its file like it',
});
