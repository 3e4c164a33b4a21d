/** The keys of a replay: through the record, fact by fact. */
import type {Binding} from './key-binding.ts';

type When = Binding['when'];

const replay: When = ({playback}) => playback !== undefined;

export const replayKeys: readonly Binding[] = [
  {keys: ['left', 'h'], command: 'seek-back', label: 'back', help: 'Replay: one fact back.', when: replay},
  {keys: ['right', 'l'], command: 'seek-on', label: 'on', help: 'Replay: one fact on.', when: replay},
  {
    keys: ['home', 'g'],
    command: 'seek-first',
    label: 'start',
    help: 'Replay: to the first fact.',
    when: replay,
    pane: 'step',
  },
  {
    keys: ['end', 'G'],
    command: 'seek-last',
    label: 'end',
    help: 'Replay: to the last fact.',
    when: replay,
    pane: 'step',
  },
];
