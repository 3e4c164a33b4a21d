/** Draws lines: the only place where text meets the terminal, so foreign text is made harmless here once more. */
import {Box, Text} from 'ink';
import {memo} from 'react';
import {showForeignLine} from '../../base/foreign-text.ts';
import type {Line, Span} from '../line.ts';
import {lookOf} from '../looks.ts';

type Props = {readonly lines: readonly Line[]; readonly columns: number};

export const Lines = ({lines, columns}: Props) => (
  <Box flexDirection="column" width={columns}>
    {lines.map((line, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place on the screen.
      <Row key={index} line={line} />
    ))}
  </Box>
);

type RowProps = {readonly line: Line};

const isSame = ({line: one}: RowProps, {line: other}: RowProps): boolean =>
  one.length === other.length &&
  one.every(({text, tone, inverse}, index) => {
    const span = other[index];
    return span?.text === text && span.tone === tone && span.inverse === inverse;
  });

/** Of a frame a few lines differ from the one before: the others are neither made nor measured again. */
const Row = memo(
  ({line}: RowProps) => <Text wrap="truncate-end">{line.length === 0 ? ' ' : line.map(drawSpan)}</Text>,
  isSame,
);

const drawSpan = ({text, tone, inverse = false}: Span, index: number) => (
  <Text key={index} inverse={inverse} {...lookOf(tone)}>
    {showForeignLine(text)}
  </Text>
);
