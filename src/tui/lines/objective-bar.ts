/** The bar of an objective: what is used, what is likely still to come, what may come, and where the limit stands. */
import type {Line, Span} from '../line.ts';
import type {Glyphs, Tone} from '../theme.ts';

/** All from the start of the clock, milliseconds; without a projection only the time used is drawn. */
export type Objective = {
  readonly usedMs: number;
  readonly rtoMs: number;
  readonly p50Ms?: number;
  readonly p90Ms?: number;
};

type Look = {readonly width: number; readonly glyphs: Glyphs['bar']; readonly tone: Tone};

/** The whole width is the objective, or the late finish where that is further; the limit is a mark of its own. */
export const objectiveBar = (
  {usedMs, rtoMs, p50Ms = usedMs, p90Ms = usedMs}: Objective,
  {width, glyphs, tone}: Look,
): Line => {
  if (width < 4) {
    return [];
  }
  const scaleMs = Math.max(rtoMs, p90Ms, usedMs, 1);
  const cell = (ms: number): number => Math.round((Math.max(0, ms) / scaleMs) * (width - 1));
  const limit = cell(rtoMs);
  const glyphAt = (index: number): string => {
    if (index === limit) {
      return glyphs.limit;
    }
    if (index < cell(usedMs)) {
      return glyphs.used;
    }
    return index < cell(p50Ms) ? glyphs.likely : index < cell(p90Ms) ? glyphs.late : glyphs.free;
  };
  const spans = Array.from({length: width}, (_, index): Span => {
    const text = glyphAt(index);
    return {
      text,
      tone: text === glyphs.limit ? 'strong' : text === glyphs.free ? 'quiet' : index > limit ? 'bad' : tone,
    };
  });
  return joinEqual(spans);
};

/** Neighbours in one tone become one span: fewer escape codes over a slow line. */
const joinEqual = (spans: readonly Span[]): Line => {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last?.tone === span.tone) {
      joined.splice(-1, 1, {...span, text: (last?.text ?? '') + span.text});
    } else {
      joined.push(span);
    }
  }
  return joined;
};
