/** Keys on the home screen: what they open, what they ask first, and what none of them does alone. */
import {expect, test} from 'vitest';
import type {Home} from '../../../../src/report/home/home.ts';
import {offeredHere} from '../../../../src/tui/home/home-keys.ts';
import {freshHomeView, type HomePressed, type HomeView} from '../../../../src/tui/home/home-view.ts';
import {pressHome} from '../../../../src/tui/home/press-home.ts';
import {homes} from '../../../support/home-sample.ts';

const {interrupted} = homes;

/** Presses one after the other; a text of several letters is typed. */
const pressed = (home: Home, keys: readonly string[], from: HomeView = freshHomeView): HomePressed => {
  let now: HomePressed = {view: from};
  for (const name of keys) {
    const text = name === 'space' ? ' ' : name.length === 1 ? name : '';
    now = pressHome(now.view, {kind: 'key', name, text}, {home, page: 19});
  }
  return now;
};

const onRunbook = [...'jjjj', 'enter'];

test('Enter on a run that waits asks first, and goes on only then', () => {
  const asked = pressed(interrupted, ['enter']);
  expect(asked).toMatchObject({view: {at: {page: 'confirm', begin: {begin: 'resume'}}}});
  expect(asked.effect).toBeUndefined();
  expect(pressed(interrupted, ['enter', 'enter']).effect).toMatchObject({
    do: 'begin',
    begin: {begin: 'resume', run: '20261123t024700z-accidental-deletion-k7q2xw'},
  });
});

test('Enter on a run that is driven elsewhere watches it', () => {
  expect(pressed(interrupted, ['down', 'enter']).effect).toMatchObject({do: 'begin', begin: {begin: 'watch'}});
});

test('an incident begins only after its word was typed letter by letter', () => {
  const asked = [...onRunbook, 'i'];
  expect(pressed(interrupted, [...asked, 'enter'])).toMatchObject({
    view: {notice: 'Nothing was started: type incident first, or Esc to go back.'},
  });
  expect(pressed(interrupted, [...asked, ...'incidents', 'enter']).effect).toBeUndefined();
  const {view} = pressed(interrupted, asked);
  const pasted = pressHome(view, {kind: 'paste', text: 'incident'}, {home: interrupted, page: 19});
  expect(pressed(interrupted, ['enter'], pasted.view).effect).toBeUndefined();
  expect(pressed(interrupted, [...asked, ...'incident', 'enter']).effect).toEqual({
    do: 'begin',
    begin: {begin: 'incident', runbook: 'accidental-deletion', title: 'Accidental data deletion'},
  });
});

test('what was typed before is forgotten when the question is left', () => {
  const left = pressed(interrupted, [...onRunbook, 'i', ...'incident', 'escape']);
  expect(left.view).toMatchObject({at: {page: 'runbook'}, typed: '', notice: 'Nothing was started.'});
  expect(pressed(interrupted, ['i', 'enter'], left.view).effect).toBeUndefined();
});

test('a drill asks too, and needs no word', () => {
  expect(pressed(interrupted, [...onRunbook, 'd']).effect).toBeUndefined();
  expect(pressed(interrupted, [...onRunbook, 'd', 'enter']).effect).toMatchObject({
    begin: {begin: 'drill', runbook: 'accidental-deletion'},
  });
});

test('the drill is chosen among those of the runbook, and stays the last one at the end of the list', () => {
  const begun = (...keys: readonly string[]) => pressed(interrupted, [...onRunbook, 'd', ...keys, 'enter']).effect;
  expect(begun('down')).toMatchObject({begin: {begin: 'drill', variant: 'delayed_standby'}});
  expect(begun('down', 'down', 'down')).toMatchObject({begin: {begin: 'drill', variant: 'dump'}});
  const again = {begin: 'drill', runbook: 'accidental-deletion', title: 'Accidental data deletion'};
  expect(begun('down', 'up')).toEqual({do: 'begin', begin: again});
  expect(pressed(interrupted, [...onRunbook, 'i', 'down']).view.at).toMatchObject({begin: {begin: 'incident'}});
});

test('a runbook with errors can be looked at and not be begun', () => {
  const {view} = pressed(homes.broken, ['down', 'enter']);
  expect(view.at).toMatchObject({page: 'runbook', id: 'torn-index'});
  expect(pressed(homes.broken, ['i'], view)).toEqual({view});
  expect(pressed(homes.broken, ['d'], view)).toEqual({view});
  expect(pressed(homes.broken, ['l'], view).effect).toEqual({do: 'read', reading: 'findings', id: 'torn-index'});
});

test('a search finds symptoms, takes letters that are keys elsewhere, and Esc shows all again', () => {
  const searching = pressed(interrupted, ['/', ...'tiq']);
  expect(searching.view).toMatchObject({search: 'tiq', isSearching: true});
  expect(pressed(interrupted, ['backspace', 'enter'], searching.view).view).toMatchObject({
    search: 'ti',
    isSearching: false,
  });
  const found = pressed(interrupted, ['/', ...'records that', 'enter', 'enter']);
  expect(found.view.at).toMatchObject({page: 'runbook', id: 'accidental-deletion'});
  expect(pressed(interrupted, ['escape'], searching.view).view).toMatchObject({search: '', isSearching: false});
});

test('triage says first what it would look at, looks on Enter, and opens what it found', () => {
  expect(pressed(homes.nothing, ['t']).effect).toEqual({do: 'plan-triage'});
  expect(pressed(homes.planned, ['t', 'enter']).effect).toEqual({do: 'look'});
  expect(pressed(homes.looking, ['t', 'enter']).effect).toBeUndefined();
  const opened = pressed(homes.triaged, ['t', 'enter']);
  expect(opened.view.at).toMatchObject({page: 'runbook', id: 'accidental-deletion'});
  expect(pressed(homes.triaged, ['escape'], opened.view).view.at).toEqual({page: 'triage'});
});

test('a value for triage is typed as it is, and handed on by Enter', () => {
  expect(pressed(homes.planned, ['t', 'v', ...'tables=q1', 'enter'])).toMatchObject({
    view: {at: {page: 'triage'}, isGiving: false, typed: ''},
    effect: {do: 'give', text: 'tables=q1'},
  });
  const given = pressed(homes.planned, ['t', 'v', ...'tablex', 'backspace', 'escape']);
  expect(given.view).toMatchObject({at: {page: 'triage'}, isGiving: false, typed: ''});
  expect(given.effect).toBeUndefined();
});

test('where triage has nothing to look at, no look is offered, and Enter opens a runbook', () => {
  const {triage} = homes.planned;
  const home = {...homes.planned, ...(triage && {triage: {...triage, touches: []}})};
  const {view} = pressed(home, ['t']);
  expect(offeredHere({home, view, item: undefined}).map(({label}) => label)).not.toContain('look now');
  expect(pressed(home, ['enter'], view)).toMatchObject({view: {at: {page: 'runbook', id: 'accidental-deletion'}}});
});

test.each([
  ['search', ['/'], 'search'],
  ['value for triage', ['t', 'v'], 'typed'],
] as const)('a %s is edited like every line: by graphemes, without controls, and with an end', (_, keys, field) => {
  const typing = pressed(homes.planned, keys).view;
  const paste = (text: string, view = typing) =>
    pressHome(view, {kind: 'paste', text}, {home: homes.planned, page: 19}).view;
  expect(paste('  shop\x1b[2J\u009b\r\nZürich \n')[field]).toBe('shop[2J Zürich');
  expect(pressed(homes.planned, ['backspace'], paste('team 👩‍🚒'))).toMatchObject({view: {[field]: 'team '}});
  expect(pressed(homes.planned, ['ctrl-u'], paste('shop'))).toMatchObject({view: {[field]: ''}});
  expect(pressed(homes.planned, ['up'], paste('shop'))).toMatchObject({view: {[field]: 'shop'}});
  const full = paste('x'.repeat(5_000));
  expect(full[field]).toHaveLength(2_000);
  expect(full.notice).toMatch(/room for 2000 characters/);
});

test('the word of an incident is taken back by graphemes, and all at once', () => {
  const typed = [...onRunbook, 'i', ...'incid'];
  expect(pressed(interrupted, [...typed, 'é', 'backspace', ...'ent', 'enter']).effect).toMatchObject({do: 'begin'});
  expect(pressed(interrupted, [...typed, 'ctrl-u']).view.typed).toBe('');
});

test('the cursor stays on its item while the list grows above it', () => {
  const {view} = pressed({...interrupted, open: []}, ['down']);
  expect(view.selected).toBe('runbook site-lost');
  expect(pressed(interrupted, ['enter'], view).view.at).toMatchObject({page: 'runbook', id: 'site-lost'});
});

test('no single key begins anything but a look', () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/?', 'enter', 'space', 'tab'];
  const begun = [...homesWithPages()].flatMap(([home, view]) =>
    letters.flatMap(key => {
      const {effect} = pressed(home, [key], view);
      return effect?.do === 'begin' ? [effect.begin.begin] : [];
    }),
  );
  expect(new Set(begun)).toEqual(new Set(['watch', 'replay']));
});

/** Every home, on its list, on a run that is driven elsewhere, and on the page of a runbook. */
function* homesWithPages(): Generator<readonly [Home, HomeView]> {
  for (const home of Object.values(homes)) {
    yield [home, freshHomeView];
    yield [home, {...freshHomeView, selected: 'run 20261123t021000z-site-lost-m3n4p5'}];
    yield [home, {...freshHomeView, at: {page: 'runbook', id: 'accidental-deletion', back: {page: 'list'}}}];
  }
}
