/** The formats of a picture, by name. */
import {dot} from './formats/dot.ts';
import {mermaid} from './formats/mermaid.ts';
import {svg} from './formats/svg.ts';
import {xstate} from './formats/xstate.ts';
import type {Graph} from './graph.ts';

export const formats = {mermaid, dot, svg, xstate} satisfies {readonly [name: string]: (graph: Graph) => string};

export type FormatName = keyof typeof formats;
