/** What the doctor says, line by line: what somebody has to do first, then all that was found. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {type Caller, type Doctor, type FoundServer, type HostCheck, isWell, type ToolReport} from './doctor.ts';

export const doctorLines = (doctor: Doctor): readonly string[] =>
  [
    `Lifeboat ${doctor.program}. ${isWell(doctor) ? 'All that is known here can be run.' : 'Somebody has to do something first.'}`,
    ...problemLines(doctor),
    'PostgreSQL servers:',
    ...(doctor.servers.length === 0 ? ['  none'] : doctor.servers.map(server => `  ${serverWords(server)}`)),
    `Tools, ${doctor.tools.filter(({path}) => path !== null).length} of ${doctor.tools.length} here:`,
    ...doctor.tools.flatMap(toolLines),
    'This host:',
    ...doctor.host.flatMap(checkLines),
  ].map(showForeignLine);

/** The whole of each stands below, too: whoever reads from the top must not have to look for it. */
const problemLines = ({noServer, tools, host}: Doctor): readonly string[] => [
  ...(noServer === null ? [] : [`  ${sentence(noServer)}`]),
  ...tools.flatMap(tool => (tool.health === 'bad' ? [`  ${missingWords(tool)} Way out: ${tool.install}`] : [])),
  ...host.flatMap(({health, says, hint}) =>
    health === 'bad' ? [`  ${sentence(says)}${hint === undefined ? '' : ` Way out: ${hint}`}`] : [],
  ),
];

const serverWords = ({version, directory, source, isUsed}: FoundServer): string => {
  const used = isUsed ? 'used' : 'not used';
  switch (source) {
    case 'embedded':
      return `${version}, which npm brought along; ${isUsed ? used : 'used where no other is here, or LIFEBOAT_POSTGRES is embedded'}.`;
    case 'chosen':
      return `${version} in ${directory}, chosen by LIFEBOAT_POSTGRES; ${used}.`;
    case 'installed':
      return `${version} in ${directory}; ${used}.`;
  }
};

const toolLines = (tool: ToolReport): readonly string[] => {
  const {name, path, version, what, without, install, health} = tool;
  const forWhom = neededWords(tool.neededBy);
  if (path !== null) {
    const use = forWhom === '' && what !== null ? `Named by nothing here; it ${what}.` : forWhom;
    return [`  ${name}${version === null ? '' : ` ${version}`}, ${path}.`, ...(use === '' ? [] : [`    ${use}`])];
  }
  return [
    `  ${health === 'bad' ? 'MISSING' : 'Not here'}: ${name}${what === null ? '' : `, which ${what}`}.`,
    ...[
      tool.why === null ? '' : sentence(tool.why),
      forWhom,
      without === null ? '' : `Without it: ${without}.`,
      `To install it: ${install}`,
    ].flatMap(words => (words === '' ? [] : [`    ${words}`])),
  ];
};

const missingWords = ({name, neededBy}: ToolReport): string =>
  `${name} is missing, and ${listed(neededBy.filter(isPressing))} ${neededBy.filter(isPressing).length === 1 ? 'needs' : 'need'} it.`;

/** What is known by name here and goes no other way. */
export const isPressing = ({kind, isMust}: Caller): boolean => isMust && (kind === 'runbook' || kind === 'drill');

const neededWords = (callers: readonly Caller[]): string => {
  const must = callers.filter(({isMust}) => isMust);
  const may = callers.filter(({isMust}) => !isMust);
  return [
    ...(must.length === 0 ? [] : [`Needed by ${listed(must)}.`]),
    ...(may.length === 0 ? [] : [`${must.length === 0 ? 'Called' : 'Also called'} where it helps by ${listed(may)}.`]),
  ].join(' ');
};

/** `the commands drill, lab up; the driver builtin`: each kind once. */
const listed = (callers: readonly Caller[]): string =>
  [...Map.groupBy(callers, ({kind}) => kind)]
    .map(([kind, same]) => {
      const names = kind === 'drill' ? byRunbook(same) : same.map(({name}) => name);
      return `${kindWords(kind, same.length > 1)} ${names.join(', ')}`;
    })
    .join('; ');

/** A runbook may have many drills: `database-corruption (6)`. */
const byRunbook = (drills: readonly Caller[]): readonly string[] =>
  [...Map.groupBy(drills, ({name}) => name.replace(/:.*/, ''))].map(([runbook, same]) =>
    same.length === 1 ? (same[0]?.name ?? runbook) : `${runbook} (${same.length})`,
  );

const kindWords = (kind: Caller['kind'], areMany: boolean): string => {
  switch (kind) {
    case 'command':
    case 'fault':
    case 'driver':
    case 'runbook':
      return `the ${kind}${areMany ? 's' : ''}`;
    case 'lab':
      return areMany ? 'the names of the lab' : 'the name of the lab';
    case 'drill':
      return areMany ? 'the drills of' : 'the drill of';
  }
};

const checkLines = ({name, health, says, hint}: HostCheck): readonly string[] => [
  `  ${name}: ${health === 'bad' ? 'NOT WELL, ' : ''}${sentence(says)}`,
  ...(hint === undefined ? [] : [`    ${hint}`]),
];

const sentence = (words: string): string => (/[.?!]$/.test(words) ? words : `${words}.`);
