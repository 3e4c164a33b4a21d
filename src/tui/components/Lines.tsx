/** Draws lines: the only place where text meets the terminal, so foreign text is made harmless here once more. */
import {Box, Text} from 'ink';
import {showForeignLine} from '../../base/foreign-text.ts';
import type {Line, Span} from '../line.ts';
import {looks} from '../theme.ts';

type Props = {readonly lines: readonly Line[]; readonly columns: number};

export const Lines = ({lines, columns}: Props) => (
  <Box flexDirection="column" width={columns}>
    {lines.map((line, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place on the screen.
      <Text key={index} wrap="truncate-end">
        {line.length === 0 ? ' ' : line.map(drawSpan)}
      </Text>
    ))}
  </Box>
);

const drawSpan = ({text, tone, inverse = false}: Span, index: number) => (
  <Text key={index} inverse={inverse} {...looks[tone ?? 'plain']}>
    {showForeignLine(text)}
  </Text>
);
