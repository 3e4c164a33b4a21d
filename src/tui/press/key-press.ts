/** One key as the screen understands it: a burst of input is already taken apart, a paste is one press of its own. */

export type KeyPress =
  /** `enter`, `escape`, `up`, `ctrl-c`, `space`, or the character itself; `text` is what it would type. */
  | {readonly kind: 'key'; readonly name: string; readonly text: string}
  | {readonly kind: 'paste'; readonly text: string};
