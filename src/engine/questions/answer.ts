/** What a person asks for becomes a fact, or is refused with a sentence and changes nothing. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {movesFor} from '../../machine/moves.ts';
import {type Wanted, wanted} from '../../machine/wanted.ts';
import type {Actor, FactBody} from '../../run/event.ts';
import type {Intent, IntentAnswer} from '../../run/intent.ts';
import {stopStep} from '../actions/stop.ts';
import type {Context} from '../context.ts';
import {revealedBy} from '../secrets/reveal.ts';
import {jsonBytes} from '../short-text.ts';
import {acknowledge, evidence, handOver, note} from './answer-remark.ts';
import {answerStep} from './answer-step.ts';
import {meantApprover} from './meant-approver.ts';
import {meantTime} from './meant-time.ts';
import {askedNow} from './open-prompts.ts';
import {prove} from './prove.ts';

/** Answers an intent. The facts it leads to are recorded but not yet durable. */
export const answerIntent = (context: Context, intent: Intent, actor: Actor): IntentAnswer => {
  const facts = factsFor(context, intent, actor);
  const meant = facts.ok
    ? (meantTime(context, intent, actor) ?? meantApprover(context, {intent, facts: facts.value}, actor))
    : undefined;
  if (meant) {
    return meant;
  }
  const recorded = facts.ok ? context.recordFor(actor, facts.value) : facts;
  return recorded.ok ? {accepted: true, ...revealedBy(context, intent)} : {accepted: false, why: recorded.reason};
};

/** What a person types is recorded whole or not at all. */
const wordsBytesMax = 4_000;

const factsFor = (context: Context, intent: Intent, actor: Actor): Result<readonly FactBody[]> => {
  const {reason} = intent;
  if (isTooLong(intent)) {
    return fail(`That is too long; ${wordsBytesMax} bytes can be recorded. Put more into a file and name it here.`);
  }
  if (actor.via === 'robot' && context.state.mode !== 'drill') {
    return fail('The robot answers only in drills.');
  }
  switch (intent.intent) {
    case 'note':
      return note(context, intent);
    case 'evidence':
      return evidence(context, intent);
    case 'prove':
      return prove(context, intent, actor);
    case 'acknowledge':
      return acknowledge(context, intent);
    case 'handover':
      return handOver(context, intent);
    case 'pause':
      return succeed([{type: 'paused', reason: reason ?? 'asked by the operator'}]);
    case 'continue':
      return succeed([{type: 'continued', ...(reason !== undefined && {reason})}]);
    case 'abort':
      return abort(context, reason);
    case 'stop':
      return stopStep(context, intent);
    case 'done':
    case 'cannot':
    case 'reveal':
    case 'tick':
    case 'choose':
    case 'approve':
    case 'reject':
    case 'confirm':
    case 'answer':
    case 'pick':
    case 'retry':
    case 'give':
    case 'skip':
    case 'override':
    case 'set':
    case 'undo':
    case 'undo_to':
    case 'jump':
    case 'resolve':
    case 'escalate': {
      const item = itemFor(context, intent);
      return item.ok ? answerStep(context, {item: item.value, move: intent.intent, intent, actor}) : item;
    }
  }
};

const isTooLong = ({reason = '', value = '', actor = '', step = '', signature = ''}: Intent): boolean =>
  [reason, String(value), actor, step, signature].some(words => jsonBytes(words) > wordsBytesMax);

const abort = (context: Context, reason: string | undefined): Result<readonly FactBody[]> => {
  if (!reason) {
    return fail('Ending a run needs a reason.');
  }
  return wanted(context.position()).some(
    ({want, policy}) => (want === 'perform' && policy.shape === 'action') || want === 'undoing',
  )
    ? fail('A step is still running; the run can be ended when it is over. To end the step itself, stop it.')
    : succeed([{type: 'run-ended', outcome: 'aborted', reason}]);
};

/** The open question that the intent is about: the one it names, or the only one there is. */
const itemFor = (context: Context, intent: Intent): Result<Wanted> => {
  const open = wanted(context.position()).filter(item => askedNow(context.state, item) !== undefined);
  if (intent.step === undefined && open.length > 1) {
    return fail(`Which one? ${open.map(({path}) => path).join(', ')} are being asked now; name the step.`);
  }
  const item = intent.step === undefined ? open[0] : open.find(({path}) => path === intent.step);
  const asked = item && askedNow(context.state, item);
  if (!item || !asked) {
    return fail(intent.step === undefined ? 'Nothing is being asked now.' : `${intent.step} is not being asked now.`);
  }
  if (intent.attempt !== undefined && intent.attempt !== item.attempt) {
    return fail(`That was about attempt ${intent.attempt}; attempt ${item.attempt} is being asked now.`);
  }
  // What would be refused in any case has a sentence of its own, which says why.
  const known = asked.kind === 'secret' ? asked.moves : [...asked.moves, ...movesFor(item)];
  return known.includes(intent.intent)
    ? succeed(item)
    : fail(`"${intent.intent}" is not possible here; possible are ${asked.moves.join(', ')}.`);
};
