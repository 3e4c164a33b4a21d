/** One moment of a run, printed once without a terminal: `lifeboat replay RUN --at STEP`, and the golden screens. */
import {renderToString} from 'ink';
import type {Path} from '../../run/path.ts';
import type {RunSession} from '../../run/session.ts';
import {Lines} from '../components/Lines.tsx';
import {frameLines} from '../frame.ts';
import {type Moment, momentOf} from '../moment.ts';
import {settle} from '../press/press.ts';
import {withReplay} from '../replay/with-replay.ts';
import {type Glyphs, unicodeGlyphs} from '../theme.ts';
import {freshView, type View} from '../view.ts';

export type Size = {readonly columns: number; readonly rows: number};

/** The screen as the session stands now, looking at a step or where the run stands; without the spaces at the ends of lines. */
export const renderMoment = (session: RunSession, size: Size, selected: Path | null = null): string =>
  renderFrame({moment: momentOf(session), view: {...freshView, selected}, size, glyphs: unicodeGlyphs});

export type Picture = {readonly moment: Moment; readonly view: View; readonly size: Size; readonly glyphs: Glyphs};

/** The same for a view that looks elsewhere or has a dialog open. */
export const renderFrame = ({moment, view, size, glyphs}: Picture): string => {
  const lines = frameLines(withReplay({moment, view: settle(view, moment), isArmed: true, ...size, glyphs}));
  return renderToString(<Lines lines={lines} columns={size.columns} />, {columns: size.columns})
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n');
};
