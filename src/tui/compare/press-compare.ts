/** Keys of the comparison to views: pure, so that a test presses them without a terminal. */
import type {KeyPress} from '../press/key-press.ts';
import {type CompareCommand, compareBindingOf} from './compare-keys.ts';
import {type CompareSubject, type CompareView, momentsOf, rowsOf} from './compare-view.ts';

export type ComparePressed = {readonly view: CompareView; readonly effect?: 'leave' | 'repaint' | 'suspend'};

/** `pageLines` is how many lines a page has, so that a page is a page. A key that is not offered changes nothing. */
export const pressCompare = (
  view: CompareView,
  key: KeyPress,
  {subject, pageLines}: {readonly subject: CompareSubject; readonly pageLines: number},
): ComparePressed => {
  const binding = key.kind === 'key' ? compareBindingOf(key.name, view, subject) : undefined;
  return binding === undefined ? {view} : perform(view, binding.command, {subject, pageLines});
};

type Sight = {readonly subject: CompareSubject; readonly pageLines: number};

const perform = (view: CompareView, command: CompareCommand, {subject, pageLines}: Sight): ComparePressed => {
  switch (command) {
    case 'leave':
      return {view, effect: 'leave'};
    case 'repaint':
    case 'suspend':
      return {view, effect: command};
    case 'up':
      return {view: moved(view, -1, subject)};
    case 'down':
      return {view: moved(view, 1, subject)};
    case 'page-up':
      return {view: moved(view, -pageLines, subject)};
    case 'page-down':
      return {view: moved(view, pageLines, subject)};
    case 'first':
      return {view: moved(view, Number.NEGATIVE_INFINITY, subject)};
    case 'last':
      return {view: moved(view, Number.POSITIVE_INFINITY, subject)};
    case 'open':
      return {view: {...view, page: 'step', scroll: 0}};
    case 'sentences':
    case 'help':
      return {view: {...view, page: command, scroll: 0}};
    case 'back':
      return {view: view.page === 'list' ? {...view, momentMs: null} : {...view, page: 'list', scroll: 0}};
    case 'order':
      return {view: {...view, order: view.order === 'page' ? 'difference' : 'page', at: 0}};
    case 'parting':
      return {view: atParting(view, subject)};
    case 'earlier':
      return {view: {...view, momentMs: momentBefore(view, subject)}};
    case 'later':
      return {view: {...view, momentMs: momentAfter(view, subject)}};
  }
};

/** The pages of text scroll; how far is cut to their length when they are drawn. */
const moved = (view: CompareView, by: number, subject: CompareSubject): CompareView => {
  if (view.page !== 'list') {
    return {...view, scroll: Math.max(0, Number.isFinite(by) ? view.scroll + by : by < 0 ? 0 : farDown)};
  }
  const last = Math.max(0, rowsOf(subject, view).length - 1);
  return {...view, at: Math.max(0, Math.min(last, view.at + by))};
};

const farDown = 1_000_000;

const atParting = (view: CompareView, {comparison, parting}: CompareSubject): CompareView => {
  const place = comparison.steps.findIndex(({a, b}) => (a ?? b)?.path === parting || b?.path === parting);
  return {...view, order: 'page', at: Math.max(0, place)};
};

const momentBefore = (view: CompareView, subject: CompareSubject): number | null => {
  const moments = momentsOf(subject);
  const {momentMs} = view;
  const before = momentMs === null ? moments : moments.filter(ms => ms < momentMs);
  return before.at(-1) ?? momentMs;
};

/** Behind the last moment both stand at their ends. */
const momentAfter = (view: CompareView, subject: CompareSubject): number | null => {
  const {momentMs} = view;
  return momentsOf(subject).find(ms => ms > (momentMs ?? Number.NEGATIVE_INFINITY)) ?? null;
};
