/** The key layer over Ink's: pastes come separately, a burst of input comes key by key, and no key is lost. */
import {type Key, useInput, usePaste} from 'ink';
import {graphemes} from '../cells.ts';
import type {KeyPress} from '../press/key-press.ts';

/** Mounted once, at the root. Every key is handed over in the order in which it was typed. */
export const useKeys = (onKey: (key: KeyPress) => void): void => {
  // Also turns bracketed paste on: without it a paste would arrive as keys.
  usePaste(text => onKey({kind: 'paste', text}));
  useInput((input, key) => {
    for (const press of readKeys(input, key)) {
      onKey(press);
    }
  });
};

const specials = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const;

/** Takes one event of Ink apart: `jj\r` is three keys, `ctrl` and `c` one, an arrow one. */
export const readKeys = (input: string, key: Partial<Key>): readonly KeyPress[] => {
  const special = specials.find(([flag]) => key[flag]);
  if (special) {
    return [named(special[1])];
  }
  if (key.ctrl) {
    return input === '' ? [] : [named(`ctrl-${input}`)];
  }
  return key.meta ? [] : graphemes(input).flatMap(readGrapheme);
};

const controls: {readonly [character: string]: string} = {
  '\r': 'enter',
  '\n': 'enter',
  '\r\n': 'enter',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x03': 'ctrl-c',
  ' ': 'space',
};

const readGrapheme = (character: string): readonly KeyPress[] => {
  const name = controls[character];
  if (name !== undefined) {
    return [{kind: 'key', name, text: name === 'space' ? ' ' : ''}];
  }
  // Other control characters mean nothing here and must not be typed into a record.
  return /^\p{Cc}/u.test(character) ? [] : [{kind: 'key', name: character, text: character}];
};

const named = (name: string): KeyPress => ({kind: 'key', name, text: ''});
