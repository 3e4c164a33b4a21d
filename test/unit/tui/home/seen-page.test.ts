/** Which keys of the home screen may act on what a frame has shown. */
import {expect, test} from 'vitest';
import type {HomePage} from '../../../../src/tui/home/home-view.ts';
import {isUnseenPage} from '../../../../src/tui/home/seen-page.ts';
import {homes} from '../../../support/home-sample.ts';

const list: HomePage = {page: 'list'};
const runbook: HomePage = {page: 'runbook', id: 'accidental-deletion', back: list};
const triage: HomePage = {page: 'triage'};

const on = (at: HomePage, home = homes.interrupted) => ({home, view: {at}});

test('a page that was opened since the last frame takes no key', () => {
  expect(isUnseenPage(on(runbook), on(list))).toBe(true);
  expect(isUnseenPage(on({...runbook}), on(runbook))).toBe(true);
  expect(isUnseenPage(on(runbook), on(runbook))).toBe(false);
});

test('what triage would look at is seen before Enter looks; what it finds meanwhile stops no key', () => {
  expect(isUnseenPage(on(triage, homes.planned), on(triage, homes.nothing))).toBe(true);
  expect(isUnseenPage(on(triage, homes.planned), on(triage, homes.planned))).toBe(false);
  expect(isUnseenPage(on(triage, homes.triaged), on(triage, homes.looking))).toBe(false);
  expect(isUnseenPage(on(list, homes.planned), on(list, homes.nothing))).toBe(false);
});
