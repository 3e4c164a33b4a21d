/** Where runbooks, their plans, and what lies beside them are on disk. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Beside} from '../runbook/reading.ts';
import {packageRoot} from './version.ts';

/** Reads what lies beside a runbook on disk; runbooks that it includes are found by their ids. */
export const besideOf =
  (runbookFile: string): Beside =>
  path => {
    const [, id, rest] = /^included\/([a-z0-9-]+)(?:\.yaml|\/(.+))$/.exec(path) ?? [];
    if (id === undefined) {
      return readBeside(join(dirname(runbookFile), path));
    }
    const included = includedFile(runbookFile, id);
    return included === undefined
      ? fail('there is no runbook of that id')
      : besideOf(included)(rest ?? basename(included));
  };

const readBeside = (path: string): Result<string> => {
  try {
    return succeed(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return fail(code === 'ENOENT' ? 'there is no such file' : error instanceof Error ? error.message : String(error));
  }
};

/** A runbook that another one includes: beside it or around it up to its plan, then among those that are shipped. */
const includedFile = (runbookFile: string, id: string): string | undefined => {
  const plan = dirname(planFor(runbookFile));
  const own = resolve(dirname(runbookFile)).startsWith(resolve(plan)) ? plan : dirname(runbookFile);
  const roots = [...new Set([dirname(runbookFile), own, resolve('runbooks'), join(packageRoot(), 'runbooks')])];
  return roots
    .filter(root => existsSync(root))
    .flatMap(runbooksBelow)
    .find(file => idOf(file) === id);
};

/** Every runbook below a directory, by path; the plan is none. */
export const runbooksBelow = (directory: string): readonly string[] =>
  readdirSync(directory, {withFileTypes: true})
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap(entry => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : runbooksBelow(path);
      }
      return /\.ya?ml$/.test(entry.name) && !/^plan\.ya?ml$/.test(entry.name) ? [path] : [];
    });

/** The nearest plan above a runbook counts, else the shipped one. */
export const planFor = (runbookFile: string): string => {
  for (let directory = dirname(resolve(runbookFile)); ; directory = dirname(directory)) {
    const plan = join(directory, 'plan.yaml');
    if (existsSync(plan)) {
      return plan;
    }
    if (directory === dirname(directory)) {
      return join(packageRoot(), 'runbooks', 'plan.yaml');
    }
  }
};

/** What a runbook is called: its file without the folder and the ending. */
export const idOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
