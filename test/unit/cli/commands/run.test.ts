/** What an incident loads before its first step: nothing of the lab, no database client, no screen. */
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {expect, test} from 'vitest';

const root = join(import.meta.dirname, '../../../..');

/** Loads a module in a Node of its own and lists every file that came with it. */
const loadedWith = (file: string): readonly string[] => {
  const program = `
    import {registerHooks} from 'node:module';
    const loaded = [];
    registerHooks({load: (url, context, next) => (loaded.push(url), next(url, context))});
    await import(${JSON.stringify(join(root, file))});
    process.stdout.write(JSON.stringify(loaded));
  `;
  const {stdout} = spawnSync(process.execPath, ['--input-type=module', '-e', program], {encoding: 'utf8'});
  const urls: readonly string[] = JSON.parse(stdout);
  return urls.map(url => url.replace(`file://${root}/`, ''));
};

const heavy = /^src\/(?:lab|backup)\/|node_modules\/(?:pg|execa|pino|ink|react)\//;

test.each(['src/cli/commands/run.ts', 'src/tui/open-at-once.ts'])('%s', file => {
  const loaded = loadedWith(file);
  expect(loaded).toContain(file);
  expect(loaded.filter(name => heavy.test(name))).toEqual([]);
});
