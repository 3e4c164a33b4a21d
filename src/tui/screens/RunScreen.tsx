/** The run screen, live or in replay: one subscription, one clock, one key layer, one frame. */
import {useWindowSize} from 'ink';
import type {RunSession} from '../../run/session.ts';
import {Lines} from '../components/Lines.tsx';
import {frameLines} from '../frame.ts';
import {useArmed} from '../hooks/use-armed.ts';
import {useAttention} from '../hooks/use-attention.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {shownQuestion, usePress} from '../hooks/use-press.ts';
import {useRepaint} from '../hooks/use-repaint.ts';
import {useSession} from '../hooks/use-session.ts';
import {useSuspend} from '../hooks/use-suspend.ts';
import {useTick} from '../hooks/use-tick.ts';
import {usePlaying} from '../replay/use-playing.ts';
import {withReplay} from '../replay/with-replay.ts';
import type {Glyphs} from '../theme.ts';
import {isTooSmall} from '../too-small.ts';
import type {ExitReason} from '../view.ts';

type Props = {
  readonly session: RunSession;
  readonly glyphs: Glyphs;
  /** For how long keys are not read after a question opened, milliseconds. */
  readonly guardMs: number;
  /** Called when the person leaves; the run is the caller's to hold or to go on with. */
  readonly onExit: (why: ExitReason) => void;
};

export const RunScreen = ({session, glyphs, guardMs, onExit}: Props) => {
  const moment = useSession(session);
  const {columns, rows} = useWindowSize();
  const repaint = useRepaint();
  const isUnseen = isTooSmall({columns, rows});
  const attention = useAttention(moment);
  const suspend = useSuspend(repaint, attention.caller);
  const {view, onKey} = usePress({session, onExit, repaint, suspend}, {isUnseen, rows});
  // From the list of steps nothing is answered; a question that comes back into sight is a new one to whoever looks.
  const question = moment.playback ? null : shownQuestion(view);
  const isArmed = useArmed(isUnseen ? 'unseen' : question, guardMs);
  usePlaying(session.playback);
  useTick(moment.playback === undefined && moment.state.status !== 'ended');
  useKeys(key => {
    attention.onKey();
    const isOwnText = view.dialog.kind !== 'none';
    // What was typed before a question opened must not answer it; leaving is possible at every moment.
    const isRead = isUnseen || isArmed || isOwnText || (key.kind === 'key' && key.name === 'ctrl-c');
    onKey(key, {isRead});
  });
  const frame = withReplay({moment, view, isArmed, columns, rows, glyphs});
  return <Lines columns={columns} lines={frameLines(frame)} />;
};
