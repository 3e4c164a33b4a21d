/** The keys that every screen has for its terminal: drawn anew, and given to the shell. */

/** `when` is the screen's own way to say that a key counts always; `meanwhile` is what goes on while the shell has the terminal. */
export const terminalKeys = <When>(when: When, meanwhile = '') => [
  {
    keys: ['ctrl-l'],
    command: 'repaint' as const,
    label: 'repaint',
    help: 'Draw the screen again.',
    when,
    isQuiet: true,
  },
  {
    keys: ['ctrl-z'],
    command: 'suspend' as const,
    label: 'to the shell',
    help: `Stop this program until the shell says fg${meanwhile}.`,
    when,
    isQuiet: true,
  },
];
