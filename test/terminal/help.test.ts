/** Help as whoever started the program reads it: its commands can be pasted as they stand. */
import {expect, test} from 'vitest';
import {makeDesk, typedName} from '../support/lifeboat.ts';

test('the help of every command names the program as it was started', async () => {
  const desk = makeDesk();
  const {stdout} = await desk.lifeboat(['--help']);
  const [, listed = ''] = /^Commands:\n((?: .*\n)+)/m.exec(stdout) ?? [];
  const commands = [...listed.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name);
  expect(commands).toEqual(expect.arrayContaining(['run', 'lint', 'schema', 'graph', 'print', 'watch', 'approve']));
  for (const command of commands.filter(name => name !== 'help')) {
    const help = (await desk.lifeboat([command, '--help'])).stdout;
    expect(help, command).toContain(`Usage: ${typedName} ${command}`);
    expect(help.replaceAll(typedName, ''), command).not.toMatch(/\blifeboat [a-z]/);
  }
});
