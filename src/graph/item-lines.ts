/** The nodes and frames of a graph as indented lines of a text, one language's words around them. */
import type {Cluster, GraphNode, Item} from './graph.ts';
import {isBox} from './node-lines.ts';

/** What a language writes for a node, and around what stands in a frame. */
export type ItemWords = {
  readonly node: (node: GraphNode) => string;
  readonly opens: (cluster: Cluster) => readonly string[];
  readonly closes: string;
};

/** A frame that is not drawn leaves its items where it stands. */
export const itemLines = (items: readonly Item[], words: ItemWords, indent = '  '): readonly string[] =>
  items.flatMap(item => {
    if (item.is === 'node') {
      return [`${indent}${words.node(item)}`];
    }
    if (!isBox(item)) {
      return itemLines(item.items, words, indent);
    }
    const [first = '', ...others] = words.opens(item);
    return [
      `${indent}${first}`,
      ...others.map(line => `${indent}  ${line}`),
      ...itemLines(item.items, words, `${indent}  `),
      `${indent}${words.closes}`,
    ];
  });
