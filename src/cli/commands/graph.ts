/** `lifeboat graph RUNBOOK`: a picture of all ways through a runbook, for authors and reviewers. */
import {didYouMean} from '../../diagnostics/nearest.ts';
import {isBeyondMermaid} from '../../graph/formats/mermaid.ts';
import {type FormatName, formats} from '../../graph/formats.ts';
import {graphOf} from '../../graph/graph-of.ts';
import {readRunbook} from '../catalog.ts';
import {exitCodes} from '../exit-code.ts';
import {writeOutput} from '../output-file.ts';
import {printRefusal, refuse} from '../refusal.ts';

export type GraphOptions = {readonly format: string; readonly output?: string};

export const graphCommand = (wanted: string, {format, output}: GraphOptions): number => {
  if (!isFormat(format)) {
    const hint = didYouMean(format, Object.keys(formats));
    return printRefusal(refuse('usage', `There is no format "${format}".`, hint).reason);
  }
  const catalogued = readRunbook(wanted);
  if (!catalogued.ok) {
    return printRefusal(catalogued.reason);
  }
  const graph = graphOf(catalogued.value.runbook);
  const written = writeOutput(formats[format](graph), {output, made: catalogued.value});
  if (written.ok && format === 'mermaid' && isBeyondMermaid(graph)) {
    process.stderr.write('lifeboat: this is more than Mermaid draws on GitHub; --format svg has no such bound.\n');
  }
  return written.ok ? exitCodes.done.code : printRefusal(written.reason);
};

const isFormat = (format: string): format is FormatName => Object.hasOwn(formats, format);
