/** A runbook with all that a sheet of paper is made of, printed at a fixed time. */
import {createHash} from 'node:crypto';
import type {PaperSource} from '../../src/paper/source.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const printed = (source: Omit<PaperSource, 'printedAt' | 'sha256'>): PaperSource => ({
  ...source,
  printedAt: '2026-11-24T03:12:45.000Z',
  sha256,
});
