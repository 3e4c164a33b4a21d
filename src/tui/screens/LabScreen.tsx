/** What stands on the terminal before there is a run. */
import {useWindowSize} from 'ink';
import {Lines} from '../components/Lines.tsx';
import {type LabProps, labLines} from '../lines/lab-lines.ts';
import type {Glyphs} from '../theme.ts';

export const LabScreen = ({lab, glyphs}: {readonly lab: LabProps; readonly glyphs: Glyphs}) => {
  const {columns, rows} = useWindowSize();
  return <Lines columns={columns} lines={labLines(lab, {columns, rows, glyphs})} />;
};
