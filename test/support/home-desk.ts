/** The ways of a person on the home screen that more than one test goes. */
import type {Terminal} from './terminal.ts';

/** From the list to the page of a runbook, by searching for its id. */
export const goToRunbook = async (screen: Terminal, id: string): Promise<void> => {
  screen.press('/');
  screen.type(id);
  await screen.shows(`Search: ${id}`);
  screen.press('enter');
  await screen.shows(`Found for "${id}"`);
  screen.press('enter');
  await screen.shows('i run as INCIDENT');
};
