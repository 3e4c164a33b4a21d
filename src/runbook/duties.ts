/** What a run owes beside its steps: deadlines and reminders, as a document declares them. */
import type {EventName} from './words.ts';

/** Something that must have been done by then, whatever step the run stands at. */
export type Deadline = {
  readonly id: string;
  readonly withinMs: number;
  readonly after: EventName;
  readonly role?: string;
  readonly text: string;
};

/** Something that is said again and again until an instant. */
export type Reminder = {
  readonly id: string;
  readonly everyMs: number;
  readonly until: EventName;
  readonly role?: string;
  readonly text: string;
};
