/** A program on another host: OpenSSH's client here, and there a small shell program that starts it and sees to its end. */
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Program} from './program.ts';
import {markOf} from './remote-marks.ts';

type Remote = {
  /** As ssh takes it; checked before. */
  readonly on: string;
  /** What every attempt is told, beside what the step says. */
  readonly env: {readonly [name: string]: string};
  readonly timeoutMs: number;
};

/**
 * It never asks, and never reaches for a connection of others: its end has to be that of this attempt. Host keys are
 * checked as the operator's configuration says, which also knows ports and keys. A dead network is noticed in a minute.
 */
const options: readonly string[] = [
  '-T',
  ...[
    'BatchMode=yes',
    'LogLevel=ERROR',
    'ControlMaster=no',
    'ControlPath=none',
    'RemoteCommand=none',
    'ClearAllForwardings=yes',
    'ServerAliveInterval=15',
    'ServerAliveCountMax=4',
    // Runs once the client has logged in: what fails before has changed nothing.
    'PermitLocalCommand=yes',
    `LocalCommand=printf '${markOf('connected')}' >&2`,
  ].flatMap(option => ['-o', option]),
];

/** All that the login shell there reads: no quote, backslash or line break in it that some shell would take in its own way. */
const bootstrap = `exec sh -c 'IFS= read -r l && eval "$l"'`;

/** Makes it one for ssh. Words, variables and files travel on standard input, where nobody there can read them. */
export const remoteProgram = (program: Program, {on, env, timeoutMs}: Remote): Result<Program> => {
  const {argv, name, stdin = ''} = program;
  const [first = ''] = argv;
  if (first.startsWith('-')) {
    return fail(`${first} is no program that could be started on another host`);
  }
  const all = {...env, ...program.env};
  if ([...argv, ...Object.values(all), program.cwd ?? ''].some(text => text.includes('\0'))) {
    return fail('a word or a variable holds a zero byte, which no program can receive');
  }
  const lines = supervisor({...program, env: all}, Math.ceil(timeoutMs / 1_000) + spareS).split('\n');
  return succeed({
    argv: ['ssh', ...options, '--', on, bootstrap],
    name: name ?? first,
    // ssh starts its helpers with this one, whatever the operator's own is.
    env: {SHELL: '/bin/sh'},
    stdin: `${reader(lines.length)}\n${lines.join('\n')}\n${stdin}`,
    files: [],
    remote: {on: on.replace(/^ssh:\/\//, ''), ...(program.cwd !== undefined && {cwd: program.cwd})},
  });
};

/** The client here is ended first; this is for a network that is gone without a word. */
const spareS = 10;

/** Reads the lines of the supervisor to the last one and runs them; a connection that breaks among them starts nothing. */
const reader = (lines: number): string =>
  `z=$(printf '\\n.'); z=\${z%.}; n=${lines}; s=; while [ "$n" -gt 0 ]; do IFS= read -r l || exit 125; s=$s$l$z; n=$((n-1)); done; unset l; eval "$s"`;

/**
 * Runs in the session that sshd makes for each command, as its leader, so that one signal reaches all of it. A watcher
 * beside the program ends the session when the time is up or sshd's process of this connection has gone.
 */
const supervisor = ({argv, env, cwd, files}: Program, limitS: number): string => {
  const quote = (text: string): string => {
    const file = files.findIndex(({path}) => path === text);
    return file === -1 ? quoted(text) : `"$d/${file}"`;
  };
  return [
    'unset s z n',
    `lifeboat_say() { printf '\\036lifeboat-%s\\036\\n' "$1" >&2; }`,
    `lifeboat_refuse() { lifeboat_say "refused $1"; rm -rf "$d"; exit 125; }`,
    'd=',
    ...(cwd === undefined ? [] : [`cd -- ${quoted(cwd)} 2>/dev/null || lifeboat_refuse cwd`]),
    ...(files.length === 0
      ? []
      : [
          'u=$(umask); umask 077',
          'd=$(mktemp -d "${TMPDIR:-/tmp}/lifeboat.XXXXXXXX") || lifeboat_refuse files',
          ...files.flatMap(({text, mode}, index) => [
            `printf %s ${quoted(text)} > "$d/${index}" || lifeboat_refuse files`,
            `chmod ${mode.toString(8)} "$d/${index}"`,
          ]),
          'umask "$u"',
        ]),
    ...Object.entries(env).map(([name, value]) => `export ${name}=${quote(value)}`),
    `set -- ${argv.map(quote).join(' ')}`,
    'command -v "$1" >/dev/null 2>&1 || lifeboat_refuse program',
    `t=${limitS}`,
    `( trap '' TERM HUP INT`,
    '  while [ "$t" -gt 0 ] && { kill -0 "$PPID" 2>/dev/null || [ -d "/proc/$PPID" ]; }; do',
    '    kill -0 "$$" 2>/dev/null || exit 0',
    '    sleep 1; t=$((t-1))',
    '  done',
    '  kill -0 "$$" 2>/dev/null || exit 0',
    '  kill -TERM "-$$"; sleep 5; rm -rf "$d"; kill -KILL "-$$"',
    ') </dev/null >/dev/null 2>&1 &',
    'trap : TERM HUP INT',
    `printf '${markOf('began')}'; lifeboat_say began`,
    // A program and nothing of the shell's own, whatever it is called.
    '( exec "$@" )',
    'c=$?',
    'rm -rf "$d"',
    'lifeboat_say "ended $c"',
    'exit "$c"',
  ].join('\n');
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
