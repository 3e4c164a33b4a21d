/** What exactly will be done, to what, with which values: the argv, the script or the SQL as it is recorded. */
import {withoutPassword} from '../../report/target-name.ts';
import type {ShownAction} from '../../run/shown.ts';
import {type Line, paragraph} from '../line.ts';
import type {Look} from '../look.ts';

const kindWords: {readonly [Kind in ShownAction['kind']]: string} = {
  command: 'Command',
  script: 'Script',
  sql: 'SQL',
  http: 'Request',
  notify: 'Message',
};

export const actionLines = (shown: ShownAction | undefined, {width}: Look): readonly Line[] => {
  if (!shown) {
    return [];
  }
  const {kind, on, target, values = {}, touches = []} = shown;
  const places = [on, target].filter(place => place !== undefined).map(withoutPassword);
  const lines = kind === 'command' ? [shown.lines.join(' ')] : shown.lines.flatMap(line => line.trimEnd().split('\n'));
  return [
    ...paragraph(
      `${kindWords[kind]}${places.length === 0 ? '' : ` ${kind === 'notify' ? 'to' : 'on'} ${places.join(', ')}`}`,
      {
        width,
        tone: 'quiet',
      },
    ),
    ...lines.flatMap(line => paragraph(line, {width, indent: '  ', tone: 'strong'})),
    ...Object.entries(values).flatMap(([name, value]) =>
      paragraph(`${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`, {width, indent: '    '}),
    ),
    ...(touches.length === 0 ? [] : paragraph(`It changes ${touches.map(withoutPassword).join(', ')}.`, {width})),
  ];
};
