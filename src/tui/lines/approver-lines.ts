/** Whose go an approval takes, with their numbers, what they sign, and how long it is waited for. */
import {formatDurationMs} from '../../base/duration.ts';
import {challengeToSign} from '../../report/challenge-to-sign.ts';
import {numberOf} from '../../report/whom-to-call.ts';
import {type Line, paragraph} from '../line.ts';
import type {Asked, Look} from '../look.ts';

export const approverLines = (asked: Asked, look: Look): readonly Line[] => {
  const {moment, question} = asked;
  const {width} = look;
  const {prompt, approvals} = question.step;
  const {from = [], need = 1} = prompt ?? {};
  const waitedMs = question.step.askedAtMs === undefined ? 0 : moment.nowMs - question.step.askedAtMs;
  return [
    ...paragraph(need > 1 ? `It takes ${need} of:` : 'From one of:', {width, tone: 'quiet'}),
    ...from.flatMap(({role, name, contact}) => {
      const number = numberOf(moment.state, contact, name);
      const words = `${name}, ${role.replaceAll('_', ' ')}${number === undefined ? '' : `: ${number}`}`;
      return paragraph(words, {width, indent: '  ', tone: 'strong'});
    }),
    ...(approvals.length === 0
      ? []
      : paragraph(`${approvals.length} of ${need} given: ${approvals.join(', ')}.`, {width, tone: 'good'})),
    ...challengeLines(asked, look),
    ...paragraph(`Not ${question.executor}, who runs this. Waited for ${formatDurationMs(waitedMs)}.`, {
      width,
      tone: 'quiet',
    }),
  ];
};

const challengeLines = ({moment, question}: Asked, {width}: Look): readonly Line[] => {
  const challenge = challengeToSign(moment.state, question.step);
  return challenge === undefined
    ? []
    : [
        ...paragraph('To sign with "lifeboat approve"; "lifeboat show" has it on one line:', {width, tone: 'quiet'}),
        ...paragraph(challenge, {width}),
      ];
};
