/** Colours by meaning, one table a theme. */
import type {Tone} from './theme.ts';

type Colour = 'black' | 'white' | 'red' | 'green' | 'yellow' | 'cyan';

export type Look = {
  readonly color?: Colour;
  readonly backgroundColor?: Colour;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly underline?: boolean;
};

type Looks = {readonly [Name in Tone]: Look};

export type ThemeName = 'default' | 'high-contrast' | 'none';

export const themes: {readonly [Name in ThemeName]: Looks} = {
  /** The sixteen colours of the terminal's own palette, so that a light and a dark background both work. */
  default: {
    plain: {},
    strong: {bold: true},
    quiet: {dimColor: true},
    good: {color: 'green'},
    bad: {color: 'red', bold: true},
    warn: {color: 'yellow'},
    active: {color: 'cyan', bold: true},
  },
  /** Each tone brings its own background, so that no palette and no background of the terminal takes its contrast; nothing is dimmed. */
  'high-contrast': {
    plain: {},
    strong: {bold: true},
    quiet: {},
    good: {color: 'black', backgroundColor: 'green'},
    bad: {color: 'white', backgroundColor: 'red', bold: true},
    warn: {color: 'black', backgroundColor: 'yellow'},
    active: {color: 'black', backgroundColor: 'cyan', bold: true},
  },
  /** For paper, screenshots and terminals without colours: bold and underlined, in the terminal's own colour. */
  none: {
    plain: {},
    strong: {bold: true},
    quiet: {},
    good: {},
    bad: {bold: true, underline: true},
    warn: {underline: true},
    active: {bold: true},
  },
};

/** The theme that the environment names; `--theme` is put there. Another name than these is none at all. */
export const themeFrom = ({LIFEBOAT_THEME: name}: NodeJS.ProcessEnv): ThemeName =>
  name === 'high-contrast' || name === 'none' ? name : 'default';

let chosen: Looks | undefined;

/** How a tone looks in this process. */
export const lookOf = (tone: Tone | undefined): Look => {
  chosen ??= themes[themeFrom(process.env)];
  return chosen[tone ?? 'plain'];
};
