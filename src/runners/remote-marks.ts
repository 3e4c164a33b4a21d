/** What the far end says between the lines of a program: that it began, that it ended and how. None of it is output. */

export type RemoteSeen = {
  /** The client has logged in; before that nothing can have happened there. */
  readonly isConnected: boolean;
  readonly hasBegun: boolean;
  /** Why it was not started there. */
  readonly refused?: string;
  /** The program's own exit code, which ssh's cannot be told from. */
  readonly exit?: number;
};

export type RemoteMarks = {
  /** Takes the next bytes and gives back those that the program printed. */
  readonly push: (bytes: Buffer) => Buffer;
  readonly end: () => Buffer;
  readonly seen: () => RemoteSeen;
};

/** In front of and behind each mark: a control character for records, which text does not hold (ASCII, RS). */
const edge = '\x1e';

/** The shell's words for a mark. */
export const markOf = (words: string): string => `\\036lifeboat-${words}\\036\\n`;

const mark = new RegExp(`${edge}lifeboat-([a-z]+)(?: ([a-z\\d]+))?${edge}\n`, 'g');
/** At the end of what has come so far, what may still become one. */
const unfinished = new RegExp(`${edge}[a-z\\d -]{0,60}${edge}?$`);

/** Follows one stream. What a login shell prints on standard output before the program begins is left out. */
export const remoteMarks = (stream: 'stdout' | 'stderr'): RemoteMarks => {
  let held = '';
  let seen: RemoteSeen = {isConnected: false, hasBegun: false};
  const shown = (text: string): string => (stream === 'stderr' || seen.hasBegun ? text : '');
  const take = (text: string, isLast: boolean): Buffer => {
    const all = held + text;
    [held = ''] = isLast ? [] : (unfinished.exec(all) ?? []);
    const whole = all.slice(0, all.length - held.length);
    let printed = '';
    let from = 0;
    for (const {0: said, 1: word = '', 2: value, index} of whole.matchAll(mark)) {
      printed += shown(whole.slice(from, index));
      seen = after(seen, word, value);
      from = index + said.length;
    }
    return Buffer.from(printed + shown(whole.slice(from)), 'latin1');
  };
  return {
    push: bytes => take(bytes.toString('latin1'), false),
    end: () => take('', true),
    seen: () => seen,
  };
};

const after = (seen: RemoteSeen, word: string, value: string | undefined): RemoteSeen => {
  switch (word) {
    case 'connected':
      return {...seen, isConnected: true};
    case 'began':
      return {...seen, isConnected: true, hasBegun: true};
    case 'refused':
      return {...seen, isConnected: true, refused: value ?? ''};
    case 'ended':
      return {...seen, exit: Number(value)};
  }
  return seen;
};
