/** Texts made to take long or to fill the memory: each goes as far towards one limit as it can. */
import {recovered, runbookText} from './runbook-text.ts';

const kib = 1_024;

const times = (count: number, make: (index: number) => string, between = ''): string =>
  Array.from({length: count}, (_, index) => make(index)).join(between);

const filled = (unit: string, bytes = 250 * kib): string => unit.repeat(Math.floor(bytes / unit.length));

const steps = (text: string): string => runbookText(text + recovered);

const manySteps = (count: number, make: (index: number) => string): string => steps(times(count, make, '\n'));

const withTexts = (text: string): string => steps(`- {id: a, title: t, instruction: '${text}'}`);

const withWhen = (cel: string): string => steps(`- {id: a, title: t, when: '${cel}', command: c}`);

const withInput = (declared: string): string => runbookText(recovered, {inputs: `r: ${declared}`});

const longName = (index: number): string => `${'wxyz'[index % 4]}${'abcdefghij'.repeat(5)}_${index}`;

/** What the parser stumbles over. */
const forTheParser: {readonly [name: string]: string} = {
  'a MB of brackets': '['.repeat(1_024 * kib),
  'pairs of brackets': filled('[]'),
  'lists 250 deep, side by side': filled(`${'['.repeat(250)}${']'.repeat(250)}\n`),
  'braces and colons': filled('{a: '),
  'pairs in one list': `[${filled('a: ')}]`,
  'items of one letter': `a: [${filled('b,')}]`,
  'a key of 1 MB': `${'a'.repeat(1_024 * kib)}: 1`,
  'a key of 250 KB': `${filled('a')}: 1`,
  '100,000 keys': times(100_000, index => `k${index}: 1\n`),
  'equal keys': filled('k: 1\n', 40 * kib),
  'dashes in one line': filled('- '),
  'question marks': filled('? '),
  'anchors and aliases': times(10_000, index => `k${index}: &a${index} 1\n`),
  'a bomb of aliases': `a0: &a0 [x]\n${times(60, index => `a${index + 1}: &a${index + 1} [${times(9, () => `*a${index}`, ',')}]\n`)}`,
  'comments in a list': `a: [b, ${filled('\n #x')}]`,
  'empty lines in quotes': `a: "${filled('\n')}"`,
  'a folded text': `a: >\n${filled(' x\n')}`,
  escapes: `a: "${filled('\\x41')}"`,
  'quotes that are not closed': filled('"a" '),
  tags: filled('- !a b\n'),
  directives: filled('%a\n'),
  documents: filled('---\n'),
};

/** What the schema and the rules stumble over. */
const forTheRules: {readonly [name: string]: string} = {
  'unknown fields': runbookText(recovered, {top: times(9_900, index => `k${index}: 1\n`)}),
  'unknown fields of a step': steps(`- {id: a, title: t, command: c, ${times(9_900, index => `k${index}: 1`, ', ')}}`),
  'empty maps where links should be': steps(`- {id: a, title: t, command: c, see: [${times(9_990, () => '{}', ',')}]}`),
  'steps without a kind': manySteps(9_000, index => `- {id: a${index}}`),
  'steps that read a step that is not there': manySteps(
    3_600,
    index => `- {id: a${index}, title: t, when: steps.z${index}.outputs.x == 1, command: c}`,
  ),
  'steps that read a later step': manySteps(
    2_800,
    index => `- {id: a${index}, title: t, when: steps.a2799.outputs.x == 1, command: c, outputs: {x: exit}}`,
  ),
  'long names, each one wrong': manySteps(
    700,
    index => `- {id: ${longName(index)}, title: t, when: steps.q${longName(index + 1)}x.status == 'a', command: c}`,
  ),
  'jumps to nowhere': manySteps(
    3_500,
    index => `- {id: a${index}, title: t, command: c, on_failure: {goto: z${index}}}`,
  ),
  'roles that nobody has': manySteps(4_100, index => `- {id: a${index}, title: t, role: r${index}, command: c}`),
  'a secret behind thousands of names': manySteps(
    5_600,
    index => `- {id: a${index}, let: {v${index}: "${index < 5_599 ? `values.v${index + 1}` : 'inputs.password'}"}}`,
  ),
  'a value that thousands of steps name': steps(
    `${times(1_400, index => `- {id: a${index}, title: t, when: "has(values.v) && values.v == 1", command: c}`, '\n')}\n${times(2_000, index => `- {id: v${index}, when: "inputs.table == 'x'", let: {v: "1"}}`, '\n')}`,
  ),
  'a value that thousands of steps of a loop name': steps(
    `- {id: l, title: t, foreach: {in: "[1]", steps: [${times(2_400, index => `{id: v${index}, let: {v: "1"}}`, ',')}]}}\n${times(2_000, index => `- {id: a${index}, title: t, when: "values.v == 1", command: c}`, '\n')}`,
  ),
  'a choice in every part of a condition': manySteps(
    24,
    index =>
      `${index === 0 ? '- {id: w, title: t, decision: {ask: q, branches: {a: {title: x, steps: [{id: b, title: t, command: c, outputs: {o: stdout}}]}, n: x}}}\n' : ''}- {id: z${index}, title: t, when: "${times(75, () => "steps.w.choice == 'a' && steps.b.outputs.o != ''", ' && ')}", command: c}`,
  ),
  'branches that are asked for wrongly': steps(
    `- {id: a, title: t, decision: {ask: x, branches: {${times(3_300, index => `b${index}: x`, ',')}}}}\n${times(3_300, index => `- {id: c${index}, title: t, when: steps.a.choice == 'q${index}', command: c}`, '\n')}`,
  ),
  'an output in each branch': steps(
    `- {id: a, title: t, decision: {ask: x, branches: {${times(5_700, index => `b${index}: {title: x, outputs: {o${index}: "1"}}`, ',')}}}}`,
  ),
  'probes that are not there': runbookText(
    times(3_000, index => `- {id: a${index}, title: t, check: {probe: q${index}}}\n`) + recovered,
    {probes: times(3_000, index => `p${index}: {command: c}`, '\n')},
  ),
  'probes that ask each other': runbookText(recovered, {
    probes: `${times(6_000, index => `p${index}: {probe: p${index + 1}}`, '\n')}\np6000: {probe: p0}`,
  }),
  'a large probe that is asked often': runbookText(
    `- {id: a, title: t, command: c, verify: [${times(5_000, () => '{probe: p}', ',')}]}${recovered}`,
    {probes: `p: {command: [${times(9_000, () => '"${inputs.table}"', ',')}]}`},
  ),
  'waivers of nothing': runbookText(recovered, {
    top: `waivers: [${times(4_500, () => '{rule: x, reason: r, until: "2027-01-01"}', ',')}]`,
  }),
  'texts in texts that are not there': withTexts(filled('${foo} ', 240 * kib)),
  'texts in texts that are no expressions': withTexts(filled('${1+} ', 240 * kib)),
  'texts in a title': steps(`- {id: a, title: '${filled('${foo} ', 240 * kib)}', instruction: x}`),
  'a text that is never closed': withTexts(filled('${"', 240 * kib)),
  'words of a command': steps(`- {id: a, title: t, command: '${filled('"" ', 240 * kib)}'}`),
};

/** What expressions, patterns and the types of inputs stumble over. */
const forTheTypes: {readonly [name: string]: string} = {
  'an expression of parentheses': withWhen(filled('(', 240 * kib)),
  'an expression of signs': withWhen(filled('-', 240 * kib)),
  'an expression of sums': withWhen(`1${filled('+1', 240 * kib)}`),
  'an expression of members': withWhen(`a${filled('.a', 240 * kib)}`),
  'an expression of macros': withWhen(`[1]${filled('.map(x,x)', 240 * kib)}`),
  'an expression of a list': withWhen(`[${filled('1,', 240 * kib)}1]`),
  'an expression of digits': withWhen(filled('1', 240 * kib)),
  'a pattern of patterns': withInput(`{type: string, pattern: '${filled('(a*)*', 100 * kib)}'}`),
  'a pattern of counts': withInput(`{type: string, pattern: '((a{99}){99}){99}', default: ${filled('a', 60 * kib)}}`),
  'a pattern against a long text': withInput(
    `{type: string, pattern: '(a|b|c|.){150}x', default: ${filled('a', 60 * kib)}}`,
  ),
  'patterns against texts': runbookText(recovered, {
    inputs: times(
      55,
      index => `r${index}: {type: string, pattern: '(a|b|c|.){150}x', default: ${filled('a', 4_500)}}`,
      '\n',
    ),
  }),
  'a pattern of nothing': withInput("{type: string, pattern: '((((){9999}){9999}){9999}){9999}', default: a}"),
  'a long duration': steps(`- {id: a, title: t, estimate: '${filled('1h', 240 * kib)}', command: c}`),
  'a long time': withInput(`{type: timestamp, default: '${filled('1 ', 60 * kib)} ago'}`),
  'a long host': withInput(`{type: hostname, default: '${filled('a-', 60 * kib)}_'}`),
  'a long address': withInput(`{type: url, default: 'https://${filled('@', 60 * kib)}'}`),
  'a long connection': withInput(`{type: connection, default: 'postgres://${filled('a@', 60 * kib)}'}`),
  'a host of colons': steps(`- {id: a, title: t, command: {run: c, on: {ssh: '${filled(':1', 240 * kib)}'}}}`),
};

export const worstTexts: {readonly [name: string]: string} = {...forTheParser, ...forTheRules, ...forTheTypes};

/** One for each sort of work that once took quadratic time, recursed without end or filled the memory. */
export const someOfTheWorst: readonly string[] = [
  'empty maps where links should be',
  'a secret behind thousands of names',
  'a value that thousands of steps name',
  'a choice in every part of a condition',
  'probes that ask each other',
  'a large probe that is asked often',
  'texts in texts that are not there',
  'an expression of sums',
  'patterns against texts',
  'a pattern of nothing',
];
