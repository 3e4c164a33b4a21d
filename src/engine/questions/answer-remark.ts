/** What can be said at every moment and moves no step: a note, a file for the record, a role that changes hands. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {FactBody} from '../../run/event.ts';
import {executorRole} from '../../run/fold-people.ts';
import type {Intent} from '../../run/intent.ts';
import {sameName} from '../../run/same-name.ts';
import type {RunState} from '../../run/state.ts';
import type {Context} from '../context.ts';

type Facts = Result<readonly FactBody[]>;

/** Words for the record, perhaps about a step. */
export const note = (context: Context, {reason, value, step}: Intent): Facts => {
  const text = reason ?? (typeof value === 'string' ? value : '');
  const place = placeOf(context, step);
  if (!place.ok) {
    return place;
  }
  return text.trim() === '' ? fail('A note needs words.') : succeed([{type: 'noted', text, ...place.value}]);
};

/** Copies a file into the record. One that holds a secret of this run stays outside: whoever reads the record would read it. */
export const evidence = (context: Context, {value, reason, step}: Intent): Facts => {
  const place = placeOf(context, step);
  if (!place.ok) {
    return place;
  }
  if (typeof value !== 'string' || value.trim() === '') {
    return fail('Which file? Give its path.');
  }
  const attached = context.attach(value.trim(), text => context.values.hide(text) !== text);
  if (!attached.ok) {
    return attached;
  }
  const text = reason?.trim() ?? '';
  return succeed([{type: 'evidence-attached', ...attached.value, ...place.value, ...(text !== '' && {text})}]);
};

/** A deadline was met, or is dealt with now. */
export const acknowledge = ({state}: Context, {value}: Intent): Facts => {
  const id = String(value ?? '').trim();
  const open = (state.outline.deadlines ?? []).filter(one => !state.dealtWith.has(one.id)).map(one => one.id);
  if (open.includes(id)) {
    return succeed([{type: 'acknowledged', id}]);
  }
  return fail(
    open.length === 0 ? 'There is no deadline to acknowledge.' : `Which deadline? Open are ${open.join(', ')}.`,
  );
};

/** A role, or executing the run itself, goes from one person to another. */
export const handOver = ({state}: Context, {value, actor, reason}: Intent): Facts => {
  const role = String(value ?? '').trim();
  const named = (actor ?? '').trim();
  const roles = [executorRole, ...Object.keys(state.roles)];
  if (!roles.includes(role)) {
    return fail(`Which role? There are ${roles.join(', ')}.`);
  }
  if (named === '') {
    return fail('Who takes it over? The name is needed.');
  }
  const contact = contactOf(state, named);
  const to = contact === undefined ? named : (state.contacts[contact]?.name ?? named);
  const from = role === executorRole ? state.executor : (state.roles[role]?.name ?? '');
  return sameName(from, to)
    ? fail(`${from} is ${role.replaceAll('_', ' ')} already.`)
    : succeed([
        {
          type: 'handed-over',
          role,
          from,
          to,
          ...(contact !== undefined && {contact}),
          ...(reason !== undefined && {reason}),
        },
      ]);
};

/** The plan's contact that a person is, by name or by what the plan calls it: their keys count for them from now on. */
const contactOf = ({contacts}: RunState, named: string): string | undefined =>
  Object.entries(contacts).find(([contact, {name}]) => contact === named || sameName(name, named))?.[0];

const placeOf = ({state}: Context, step: string | undefined): Result<{readonly step?: string}> =>
  step !== undefined && !state.steps.has(step)
    ? fail(`There is no step ${step}.`)
    : succeed(step === undefined ? {} : {step});
