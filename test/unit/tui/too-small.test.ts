/** On a terminal that has no room for the screen nothing can be answered. */
import {expect, test} from 'vitest';
import {pressUnseen} from '../../../src/tui/too-small.ts';
import {freshView, type View} from '../../../src/tui/view.ts';

const menu: View = {...freshView, dialog: {kind: 'menu', cursor: 2}};

test('no key answers, opens or types anything; Ctrl-C leaves and the run holds', () => {
  for (const view of [freshView, menu]) {
    for (const name of ['enter', 'y', 'd', 'space', '1', 'e', 'p', 'q', 'escape']) {
      expect(pressUnseen(view, {kind: 'key', name, text: name})).toEqual({view});
    }
    expect(pressUnseen(view, {kind: 'paste', text: 'ticketing'})).toEqual({view});
    expect(pressUnseen(view, {kind: 'key', name: 'ctrl-c', text: ''})).toEqual({
      view,
      effect: {do: 'exit', why: 'left'},
    });
  }
});
