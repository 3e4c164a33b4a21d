/** The keys for what can be said for the record at every moment. */
import type {Binding} from './key-binding.ts';
import {isLive} from './moment.ts';

export const remarkKeys: readonly Binding[] = [
  {keys: ['e'], command: 'note', label: 'note', help: 'Write a note into the record.', when: isLive},
  {
    keys: ['f'],
    command: 'evidence',
    label: 'file',
    help: 'Attach a file to the record, as evidence: it is copied, and its digest recorded.',
    when: isLive,
  },
  {
    keys: ['i'],
    command: 'handover',
    label: 'hand over',
    help: 'Give a role to another person; "executor" is who runs this.',
    when: isLive,
  },
  {
    keys: [':'],
    command: 'command',
    label: 'command',
    help: 'Type a command: escalate ROLE: REASON, acknowledge DEADLINE, or any other word of --plain.',
    when: isLive,
    isQuiet: true,
  },
];
