/** What stands before a program and runs it, like `sudo -u postgres` or `docker exec db`, and where that program stands then. */

/** How the words before a program look. */
type Carrier = {
  /** Options whose value is the next word. */
  readonly valued?: RegExp;
  /** So many operands come before the program: the time of `timeout`, the container of `docker exec`. */
  readonly operands?: number;
  /** Variables are set before the program. */
  readonly assigns?: true;
  /** The program stands behind `--` and nowhere else. */
  readonly behindDashes?: true;
  /** It runs a program only where one of these options is given; else it reads a program text. */
  readonly onlyWith?: RegExp;
  /** The option that names the program, of which only the words come behind the operands. */
  readonly entrypoint?: RegExp;
  /** What it does is said by its first operand, and only these run a program. */
  readonly verbs?: {readonly [verb: string]: Carrier};
};

/** A program as it is written, and where its own words begin. */
export type Carried = {readonly program: string; readonly from: number};

/** Options by their letters and their long names; in `-uroot` the value is there already. */
const takes = (letters: string, long = ''): RegExp =>
  new RegExp(`^-[^-${letters}]*[${letters}]$${long === '' ? '' : `|^--(?:${long.replaceAll(' ', '|')})$`}`);

const anotherUser: Carrier = {
  valued: takes('ugGsw', 'user group supp-group shell whitelist-environment'),
  onlyWith: /^-[A-Za-z]*u|^--user(?:=|$)/,
};

const inContainers: {readonly [verb: string]: Carrier} = {
  exec: {valued: takes('euw', 'env env-file user workdir detach-keys index cidfile preserve-fds'), operands: 1},
  // Nearly all options of this one take a value.
  run: {
    valued:
      /^-[PTdiqt]*[aceghlmpuvw]$|^--(?!(?:build|detach|disable-content-trust|init|interactive|no-deps|no-healthcheck|no-hosts|oom-kill-disable|privileged|publish-all|quiet|quiet-build|quiet-pull|read-only|remove-orphans|replace|rm|rmi|service-ports|sig-proxy|tls-verify|tty|use-aliases)$)[^=]+$/,
    operands: 1,
    entrypoint: /^--entrypoint(?:=([\s\S]*))?$/,
  },
};

const compose: Carrier = {
  valued: takes('fp', 'file project-name project-directory profile env-file ansi parallel progress'),
  verbs: inContainers,
};

const containers: Carrier = {
  valued: takes('Hcln', 'host context connection url config log-level namespace address root tlscacert tlscert tlskey'),
  verbs: {...inContainers, container: {verbs: inContainers}, compose},
};

const behindDashes: Carrier = {behindDashes: true};

const clusters: Carrier = {
  valued: takes(
    'nsv',
    'namespace context cluster user server kubeconfig token as as-group as-uid request-timeout v cache-dir',
  ),
  verbs: {exec: behindDashes, run: behindDashes, debug: behindDashes},
};

const carriers: ReadonlyMap<string, Carrier> = new Map<string, Carrier>([
  [
    'sudo',
    {
      valued: takes(
        'CDghpRrTtUu',
        'close-from chdir group host prompt chroot role command-timeout type other-user user',
      ),
      assigns: true,
    },
  ],
  ['doas', {valued: takes('aCu')}],
  ['env', {valued: takes('uC', 'unset chdir'), assigns: true}],
  ['nohup', {}],
  ['nice', {valued: takes('n', 'adjustment')}],
  ['ionice', {valued: takes('cn', 'class classdata')}],
  ['timeout', {valued: takes('ks', 'kill-after signal'), operands: 1}],
  ['time', {valued: takes('fo', 'format output')}],
  ['setsid', {}],
  ['stdbuf', {valued: takes('ioe', 'input output error')}],
  ['chroot', {valued: takes('Ggu', 'userspec groups'), operands: 1}],
  ['flock', {valued: takes('wE', 'timeout wait conflict-exit-code'), operands: 1}],
  ['setpriv', {valued: /^--(?!(?:clear|init|keep)-groups$|nnp$|no-new-privs$|reset-env$)[^=]+$/}],
  ['gosu', {operands: 1}],
  ['su-exec', {operands: 1}],
  ['sshpass', {valued: takes('dfPp')}],
  ['runuser', anotherUser],
  ['su', anotherUser],
  ['watch', {valued: takes('nq', 'interval equexit')}],
  ['busybox', {}],
  ['nsenter', {valued: takes('tSG', 'target setuid setgid')}],
  [
    'systemd-run',
    {
      valued: takes(
        'uptMHECG',
        'unit property machine host setenv uid gid nice slice description working-directory service-type',
      ),
    },
  ],
  [
    'xargs',
    {valued: takes('adEILnPs', 'arg-file delimiter max-lines max-args max-procs max-chars replace process-slot-var')},
  ],
  ...['docker', 'podman', 'nerdctl'].map(name => [name, containers] as const),
  ...['docker-compose', 'podman-compose'].map(name => [name, compose] as const),
  ['crictl', {valued: takes('cirt', 'config runtime-endpoint timeout'), verbs: {exec: {operands: 1}}}],
  ...['kubectl', 'oc'].map(name => [name, clusters] as const),
  ...['lxc', 'incus', 'aws-vault', 'chamber'].map(name => [name, {verbs: {exec: behindDashes}}] as const),
  ...['op', 'doppler'].map(name => [name, {verbs: {run: behindDashes}}] as const),
  ['bundle', {verbs: {exec: {}}}],
  ...['poetry', 'pipenv'].map(name => [name, {verbs: {run: {}}}] as const),
]);

/** The program that another one runs, whose words begin there; nothing where it runs none. */
export const carriedBy = (name: string, words: readonly string[], from: number): Carried | undefined => {
  const carrier = carriers.get(name);
  return carrier && carriedIn(carrier, words, from);
};

const carriedIn = (carrier: Carrier, words: readonly string[], from: number): Carried | undefined => {
  const {behindDashes: isBehindDashes, onlyWith, verbs, operands = 0} = carrier;
  if (isBehindDashes) {
    const dashes = words.indexOf('--', from);
    return dashes < 0 ? undefined : programAt(words, dashes + 1);
  }
  const {at, isAsked, entrypoint} = firstOperand(carrier, words, from);
  if (onlyWith !== undefined && !isAsked) {
    return undefined;
  }
  if (verbs !== undefined) {
    const verb = words[at] ?? '';
    const next = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    return next && carriedIn(next, words, at + 1);
  }
  return entrypoint === undefined ? programAt(words, at + operands) : {program: entrypoint, from: at + operands};
};

const programAt = (words: readonly string[], at: number): Carried | undefined => {
  const program = words[at];
  return program === undefined ? undefined : {program, from: at + 1};
};

type Before = {readonly at: number; readonly isAsked: boolean; readonly entrypoint: string | undefined};

/** Goes over the options, and over variables that are set. */
const firstOperand = (
  {valued, assigns, onlyWith, entrypoint: names}: Carrier,
  words: readonly string[],
  from: number,
): Before => {
  let at = from;
  let isAsked = false;
  let entrypoint: string | undefined;
  let areOptions = true;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (areOptions && word.startsWith('-')) {
      areOptions = word !== '--';
      isAsked ||= onlyWith?.test(word) === true;
      const named = names?.exec(word);
      entrypoint = named ? (named[1] ?? words[at + 1]) : entrypoint;
      at += valued?.test(word) ? 1 : 0;
    } else if (!(assigns && /^[A-Za-z_]\w*=/.test(word))) {
      break;
    }
  }
  return {at, isAsked, entrypoint};
};
