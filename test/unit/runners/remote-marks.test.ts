/** What the far end says in between is no output, wherever the pieces are cut. */
import {expect, test} from 'vitest';
import {remoteMarks} from '../../../src/runners/remote-marks.ts';

const edge = '\x1e';
const said = `motd\n${edge}lifeboat-began${edge}\n17 rows\nhalf a line${edge}lifeboat-ended 3${edge}\n`;

const heard = (stream: 'stdout' | 'stderr', pieces: readonly string[]) => {
  const marks = remoteMarks(stream);
  const printed = [...pieces.map(piece => marks.push(Buffer.from(piece))), marks.end()];
  return {printed: Buffer.concat(printed).toString('utf8'), seen: marks.seen()};
};

test('at every cut the same is printed and seen', () => {
  for (let at = 0; at <= said.length; at += 1) {
    expect(heard('stderr', [said.slice(0, at), said.slice(at)])).toEqual({
      printed: 'motd\n17 rows\nhalf a line',
      seen: {isConnected: true, hasBegun: true, exit: 3},
    });
  }
});

test('what a login shell prints on standard output is left out', () => {
  expect(heard('stdout', [...said]).printed).toBe('17 rows\nhalf a line');
});

test('the words of ssh itself stay, and the same character of a program too', () => {
  expect(heard('stderr', ['Host key verification failed.\n']).printed).toBe('Host key verification failed.\n');
  expect(heard('stderr', [`a${edge}b\n`, `停${edge}`]).printed).toBe(`a${edge}b\n停${edge}`);
});
