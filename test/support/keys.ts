/** The bytes that a terminal sends for a key. */

const NAMED: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  'shift-tab': '\u001b[Z',
  space: ' ',
  backspace: '\u007f',
  delete: '\u001b[3~',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  'page-up': '\u001b[5~',
  'page-down': '\u001b[6~',
};

/** `ctrl-c` is byte 3, `down` an escape sequence, anything without a name itself. */
export function keyBytes(key: string): string {
  const letter = /^ctrl-([a-z])$/.exec(key)?.[1];
  return letter === undefined ? (NAMED[key] ?? key) : String.fromCharCode(letter.charCodeAt(0) - 96);
}
