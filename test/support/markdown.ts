/** Markdown as a reader of it sees it, by a parser of CommonMark with tables and struck-out text. */
import markdownIt from 'markdown-it';

const reader = markdownIt({html: true, linkify: false});

export type Block = {
  /** `heading`, `paragraph`, `fence`, … as the parser calls it. */
  readonly type: string;
  /** What is read: quoted signs as they are, exact text without its ticks. */
  readonly text: string;
  /** What is inside a line beside text and exact text: `strong`, `link`, `html_inline` … */
  readonly inside: readonly string[];
};

/** The blocks of a page, lists and quotations taken apart, and the marks that stand around them. */
export const readMarkdown = (
  page: string,
): {readonly blocks: readonly Block[]; readonly marks: ReadonlySet<string>} => {
  const marks = new Set<string>();
  const blocks: Block[] = [];
  let around = '';
  for (const token of reader.parse(page, {})) {
    if (token.type === 'inline') {
      const children = token.children ?? [];
      const plain = new Set(['text', 'code_inline', 'softbreak', 'strong_close']);
      blocks.push({
        type: around,
        text: children.map(({type, content}) => (type === 'softbreak' ? ' ' : content)).join(''),
        inside: children.map(({type}) => type).filter(type => !plain.has(type)),
      });
    } else if (token.type === 'fence' || token.type === 'code_block' || token.type === 'html_block') {
      blocks.push({type: token.type, text: token.content, inside: []});
    } else {
      marks.add(token.type.replace(/_(open|close)$/, ''));
      around = token.type.replace(/_open$/, '');
    }
  }
  return {blocks, marks};
};
