/** The comparison as it stands on a terminal of some size, as text. */
import {stripVTControlCharacters} from 'node:util';
import {renderToString} from 'ink';
import {compareFrame} from '../../src/tui/compare/compare-frame.ts';
import {type CompareSubject, type CompareView, freshCompareView} from '../../src/tui/compare/compare-view.ts';
import {Lines} from '../../src/tui/components/Lines.tsx';
import {unicodeGlyphs} from '../../src/tui/theme.ts';
import type {TerminalSize} from '../../src/tui/too-small.ts';

export type Scene = {readonly subject: () => CompareSubject; readonly view?: Partial<CompareView>};

/** The sizes at which every screen is reviewed. */
export const sizes: readonly TerminalSize[] = [
  {columns: 80, rows: 24},
  {columns: 60, rows: 20},
  {columns: 120, rows: 40},
];

export const drawComparison = ({subject, view}: Scene, size: TerminalSize, glyphs = unicodeGlyphs): string => {
  const lines = compareFrame({subject: subject(), view: {...freshCompareView, ...view}, ...size, glyphs});
  const drawn = renderToString(<Lines lines={lines} columns={size.columns} />, {columns: size.columns});
  return stripVTControlCharacters(drawn)
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n');
};
