/** The programs that read some of their words, or their standard input, as a program text, and by which options. */

/** How a program takes a program text, as far as its words show it. */
export type Manner = {
  /** How values reach such a text otherwise. */
  readonly way: 'shell' | 'account' | 'host' | 'postgres' | 'database' | 'code';
  /** The option whose text is a program: what stands behind it in the same word, else the next word. */
  readonly option?: RegExp;
  /** Options whose value is the next word. */
  readonly valued?: RegExp;
  /** The option that names a file to be read instead. */
  readonly file?: RegExp;
  /** Operands from this one on are the text. */
  readonly textFrom?: number;
  /** The first operand is a file to be read; what follows is for that, and no option any more. */
  readonly takesFile?: true;
  /** It reads standard input as a program where no text and no file is given. */
  readonly stdin: boolean;
};

const shell: Manner = {
  way: 'shell',
  option: /^[-+][A-Za-z]*c[A-Za-z]*$/,
  valued: /^[-+][A-Za-z]*[oO]$|^--(?:rcfile|init-file)$/,
  takesFile: true,
  stdin: true,
};

const otherShell: Manner = {...shell, way: 'code', option: /^(?:-[a-z]*c|--command(?:=|$))([\s\S]*)$/};

const account: Manner = {
  way: 'account',
  option: /^(?:-[flmPp]*c|--(?:session-)?command(?:=|$))([\s\S]*)$/,
  stdin: false,
};

const mysql: Manner = {
  way: 'database',
  option: /^(?:-[ABEGHLNWbfijnqrstvw]*e|--(?:exe[a-z]*|init-command)(?:=|$))([\s\S]*)$/,
  stdin: true,
};

const node: Manner = {
  way: 'code',
  option: /^(?:-[ep]+|--(?:eval|print)(?:=|$))([\s\S]*)$/,
  valued: /^(?:-[rC]|--(?:require|import|loader|conditions))$/,
  takesFile: true,
  stdin: true,
};

/** By the name of the program, without its path and without a version. */
const manners: ReadonlyMap<string, Manner> = new Map<string, Manner>([
  ...['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh', 'zsh'].map(name => [name, shell] as const),
  ...['fish', 'csh', 'tcsh'].map(name => [name, otherShell] as const),
  ['su', account],
  ['runuser', account],
  [
    'ssh',
    {
      way: 'host',
      valued: /^-[46ACGKMNTVXYafgknqstvxy]*[BDEFIJLOPQRSWbceilmopw]$/,
      textFrom: 1,
      stdin: true,
    },
  ],
  [
    'psql',
    {
      way: 'postgres',
      option: /^(?:-[01AEHNSVXabelnqstwxz]*c|--co[a-z]*(?:=|$))([\s\S]*)$/,
      file: /^(?:-[01AEHNSVXabelnqstwxz]*f|--file(?:=|$))/,
      stdin: true,
    },
  ],
  ['mysql', mysql],
  ['mariadb', mysql],
  ['sqlite', {way: 'database', valued: /^--?(?:init|separator|nullvalue|newline|vfs)$/, textFrom: 1, stdin: true}],
  [
    'python',
    {
      way: 'code',
      option: /^-[BEIOPSbdiqsuvx]*c([\s\S]*)$/,
      valued: /^-[A-Za-z]*[WX]$/,
      file: /^-[A-Za-z]*m/,
      takesFile: true,
      stdin: true,
    },
  ],
  [
    'perl',
    {way: 'code', option: /^-[0-7STUWXacfilnpstuw]*[eE]([\s\S]*)$/, valued: /^-I$/, takesFile: true, stdin: true},
  ],
  ['ruby', {way: 'code', option: /^-[0-7SUWacilnpsvw]*e([\s\S]*)$/, valued: /^-[CIr]$/, takesFile: true, stdin: true}],
  ['node', node],
  ['nodejs', node],
  [
    'php',
    {
      way: 'code',
      option: /^(?:-[BERr]|--(?:run|process-(?:begin|code|end))(?:=|$))([\s\S]*)$/,
      valued: /^-[cdz]$/,
      file: /^(?:-[Ff]|--(?:file|process-file)(?:=|$))/,
      takesFile: true,
      stdin: true,
    },
  ],
]);

/** By its name without a path; `python3.12` is python. */
export const mannerOf = (name: string): Manner | undefined =>
  name.length > lettersMax ? undefined : manners.get(name.replace(/[-.\d]+$/, ''));

/** No program is called like that. */
const lettersMax = 32;
