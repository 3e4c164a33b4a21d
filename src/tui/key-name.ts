/** What keys are called where people read them. */

/** A key's name as people read it. */
export const keyName = (key: string): string => {
  const names: {readonly [key: string]: string} = {
    enter: 'Enter',
    space: 'Space',
    escape: 'Esc',
    tab: 'Tab',
    up: '↑',
    down: '↓',
    left: '←',
    right: '→',
    home: 'Home',
    end: 'End',
    'page-up': 'PgUp',
    'page-down': 'PgDn',
    'ctrl-c': 'Ctrl-C',
    'ctrl-l': 'Ctrl-L',
    'ctrl-u': 'Ctrl-U',
    'ctrl-z': 'Ctrl-Z',
  };
  return names[key] ?? key;
};
