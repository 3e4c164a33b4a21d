/** A key on the home screen: the view and the key give the next view, and perhaps something that is done outside. */
import type {Home} from '../../report/home/home.ts';
import {editText, fullWords} from '../press/edit-text.ts';
import type {KeyPress} from '../press/key-press.ts';
import {type HomeItem, itemAt, itemsOf, triagedAt} from './home-items.ts';
import {type HomeBinding, type HomeCommand, offeredHere} from './home-keys.ts';
import {type Begin, drillsFor, type HomePage, type HomePressed, type HomeView, wordFor} from './home-view.ts';

export type Sight = {
  readonly home: Home;
  /** How many lines of a text are seen at a time. */
  readonly page: number;
};

export const pressHome = (view: HomeView, key: KeyPress, {home, page}: Sight): HomePressed => {
  const isOfTerminal = key.kind === 'key' && ofTerminal.includes(key.name);
  if (view.isSearching && !isOfTerminal) {
    return pressSearch(view, key);
  }
  if (view.isGiving && !isOfTerminal) {
    return pressGive(view, key);
  }
  if (view.at.page === 'confirm' && !isOfTerminal) {
    return pressConfirm(view, key, {at: view.at, home});
  }
  if (key.kind === 'paste') {
    return {view: {...view, notice: 'Pasted text is not read here.'}};
  }
  const item = itemAt(itemsOf(home, view.search), view.selected);
  const binding = offeredHere({home, view, item}).find(({keys}) => keys.includes(key.name));
  return binding ? carryOut(binding, {...view, notice: ''}, {home, item, page}) : {view: {...view, notice: ''}};
};

/** Whatever is typed or asked, the terminal can be left, given away and drawn anew. */
const ofTerminal: readonly string[] = ['ctrl-c', 'ctrl-z', 'ctrl-l'];

type Around = Sight & {readonly item: HomeItem | undefined};

const carryOut = ({command}: HomeBinding, view: HomeView, around: Around): HomePressed => {
  switch (command) {
    case 'open':
      return open(view, around);
    case 'up':
    case 'down':
    case 'page-up':
    case 'page-down':
      return {view: moved(view, command, around)};
    case 'search':
      return {view: {...view, isSearching: true}};
    case 'triage':
      return {view: {...view, at: {page: 'triage'}, scroll: 0}, effect: {do: 'plan-triage'}};
    case 'look':
      return {view, effect: {do: 'look'}};
    case 'give':
      return {view: {...view, isGiving: true, typed: ''}};
    case 'incident':
    case 'drill':
    case 'print':
    case 'explain':
    case 'findings':
    case 'replay':
      return withRunbook(view, command, around);
    case 'reload':
      return {view, effect: {do: 'reload'}};
    case 'confirm':
      return {view};
    case 'back':
      return {view: back(view)};
    case 'help':
      return {view: to(view, {page: 'help', back: view.at})};
    case 'leave':
      return {view, effect: {do: 'exit'}};
    case 'repaint':
    case 'suspend':
      return {view, effect: {do: command}};
  }
};

const to = (view: HomeView, at: HomePage): HomeView => ({...view, at, scroll: 0, typed: ''});

const open = (view: HomeView, {home, item}: Around): HomePressed => {
  if (view.at.page === 'triage') {
    const runbook = triagedAt(home.triage?.runbooks ?? [], view.triaged);
    return {view: runbook ? to(view, {page: 'runbook', id: runbook.id, back: view.at}) : view};
  }
  if (item?.is === 'runbook') {
    return {view: to(view, {page: 'runbook', id: item.runbook.id, back: view.at})};
  }
  if (item?.is !== 'run') {
    return {view};
  }
  const {run, stands} = item.open;
  // To look on changes nothing; to go on may start the next step at once.
  return stands === 'held-elsewhere'
    ? {view, effect: {do: 'begin', begin: {begin: 'watch', run}}}
    : {view: to(view, {page: 'confirm', begin: {begin: 'resume', run}, back: view.at})};
};

type OfRunbook = Extract<HomeCommand, 'incident' | 'drill' | 'print' | 'explain' | 'findings' | 'replay'>;

const withRunbook = (view: HomeView, command: OfRunbook, {home}: Around): HomePressed => {
  const {at} = view;
  const runbook = at.page === 'runbook' ? home.runbooks.find(({id}) => id === at.id) : undefined;
  if (!runbook) {
    return {view};
  }
  const {id, title, runs} = runbook;
  const asked = (begin: Begin): HomePressed => ({view: to(view, {page: 'confirm', begin, back: at})});
  switch (command) {
    case 'incident':
    case 'drill':
      return asked({begin: command, runbook: id, title});
    case 'print':
      return {view, effect: {do: 'read', reading: 'paper', id}};
    case 'explain':
      return {view, effect: {do: 'read', reading: 'proof', id}};
    case 'findings':
      return {view, effect: {do: 'read', reading: 'findings', id}};
    case 'replay': {
      const [last] = runs;
      return last ? {view, effect: {do: 'begin', begin: {begin: 'replay', run: last.run}}} : {view};
    }
  }
};

const back = (view: HomeView): HomeView => {
  const {at} = view;
  switch (at.page) {
    case 'list':
      return {...view, search: '', selected: null};
    case 'triage':
      return to(view, {page: 'list'});
    case 'runbook':
    case 'text':
    case 'confirm':
    case 'help':
      return to(view, at.back);
  }
};

const moved = (view: HomeView, command: 'up' | 'down' | 'page-up' | 'page-down', {home, page}: Around): HomeView => {
  const isPage = command === 'page-up' || command === 'page-down';
  const by = (command === 'up' || command === 'page-up' ? -1 : 1) * (isPage ? Math.max(1, page - 2) : 1);
  switch (view.at.page) {
    case 'list': {
      const keys = itemsOf(home, view.search).map(({key}) => key);
      return {...view, selected: stepped(keys, view.selected, isPage ? Math.sign(by) * 5 : by)};
    }
    case 'triage': {
      const ids = (home.triage?.runbooks ?? []).map(({id}) => id);
      return {...view, triaged: stepped(ids, view.triaged, isPage ? Math.sign(by) * 5 : by)};
    }
    case 'runbook':
    case 'text':
    case 'help':
    case 'confirm':
      return {...view, scroll: Math.max(0, view.scroll + by)};
  }
};

const stepped = (keys: readonly string[], selected: string | null, by: number): string | null => {
  const at = Math.max(0, keys.indexOf(selected ?? ''));
  return keys[Math.max(0, Math.min(keys.length - 1, at + by))] ?? null;
};

const pressSearch = (view: HomeView, key: KeyPress): HomePressed => {
  switch (nameOf(key)) {
    case 'enter':
      return {view: {...view, isSearching: false}};
    case 'escape':
      return {view: {...view, isSearching: false, search: '', selected: null}};
    default:
      return edited(view, editText(view.search, key), search => ({search, selected: null}));
  }
};

const pressGive = (view: HomeView, key: KeyPress): HomePressed => {
  switch (nameOf(key)) {
    case 'enter':
      return {view: {...view, isGiving: false, typed: ''}, effect: {do: 'give', text: view.typed}};
    case 'escape':
      return {view: {...view, isGiving: false, typed: ''}};
    default:
      return edited(view, editText(view.typed, key), typed => ({typed}));
  }
};

type Asked = {readonly at: Extract<HomePage, {readonly page: 'confirm'}>; readonly home: Home};

/** Only what was typed letter by letter begins something real. */
const pressConfirm = (view: HomeView, key: KeyPress, {at, home}: Asked): HomePressed => {
  const word = wordFor(at.begin);
  if (key.kind === 'paste') {
    return {view: {...view, notice: 'Not taken: this is typed, not pasted.'}};
  }
  switch (key.name) {
    case 'escape':
      return {view: {...back(view), notice: 'Nothing was started.'}};
    case 'enter':
      return word === undefined || view.typed === word
        ? {view, effect: {do: 'begin', begin: at.begin}}
        : {view: {...view, notice: `Nothing was started: type ${word} first, or Esc to go back.`}};
    case 'up':
    case 'down':
      return {view: {...view, at: {...at, begin: otherDrill(at.begin, home, key.name)}}};
    default:
      return edited(view, word === undefined ? '' : editText(view.typed, key), typed => ({typed}));
  }
};

/** The drill above or below; whatever else is asked about stays. */
const otherDrill = (begin: Begin, home: Home, way: 'up' | 'down'): Begin => {
  if (begin.begin !== 'drill') {
    return begin;
  }
  const {variant = '', ...plain} = begin;
  const names = drillsFor(begin, home).map(({name}) => name ?? '');
  const next = stepped(names, variant, way === 'up' ? -1 : 1) ?? '';
  return next === '' ? plain : {...plain, variant: next};
};

/** What it would do by itself; a paste only types. */
const nameOf = (key: KeyPress): string => (key.kind === 'paste' ? '' : key.name);

/** A key that types nothing leaves the text as it is. */
const edited = (view: HomeView, text: string | undefined, into: (text: string) => Partial<HomeView>): HomePressed => ({
  view: {...view, notice: '', ...(text !== undefined && {...into(text), notice: fullWords(text) ?? ''})},
});
