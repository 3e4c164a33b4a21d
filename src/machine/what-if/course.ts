/** The course that a run would have taken: its facts, what they fold to, and where each step's time comes from. */
import {isAboutStep} from '../../run/about-step.ts';
import type {TimeSource} from '../../run/compare/time-source.ts';
import type {Actor, Fact, FactBody} from '../../run/event.ts';
import {apply, fold, notStarted} from '../../run/fold.ts';
import {happenedAt} from '../../run/happened.ts';
import type {Outline} from '../../run/outline.ts';
import type {Path} from '../../run/path.ts';
import {inRunTime} from '../../run/run-time.ts';
import type {RunState} from '../../run/state.ts';
import {advance} from '../advance.ts';
import type {Forest} from '../compile.ts';
import {beforeStart, type Position} from '../position.ts';
import type {Wanted} from '../wanted.ts';
import type {Recorded, RestOfRecord} from './recorded.ts';
import {type Instant, Since} from './since.ts';

/** Nobody did what was only imagined. */
const estimate: Actor = {name: 'estimate', via: 'engine'};

/** What the record has no more facts for although it knows the step: the run had not come so far. */
export type Beyond = (path: Path) => boolean;

/** What a branch was called by the text of the record, by the path that the decision has now. */
export type TitleOfChoice = (path: Path, branch: string) => string | undefined;

export type Told = {
  readonly forest: Forest;
  readonly outline: Outline;
  readonly record: RestOfRecord;
  readonly beyond: Beyond;
  readonly titleOfChoice: TitleOfChoice;
};

type Kept = {readonly position: Position; readonly at: Instant; readonly source: TimeSource};

export class Course {
  readonly told: Told;
  readonly queues: Map<Path, readonly Recorded[]>;
  detours: readonly Recorded[];
  readonly #facts: Fact[] = [];
  readonly #since: Since;
  readonly #sources = new Map<Path, TimeSource>();
  readonly #charged = new Set<string>();
  position: Position = beforeStart;
  state: RunState;
  now: Instant = {ms: 0, spread: 0, estimatedMs: 0};
  /** When the clock stopped that the RTO is about. */
  recovery: Instant | undefined;

  constructor(told: Told, since = new Since()) {
    this.told = told;
    this.queues = new Map(told.record.queues);
    this.detours = told.record.detours;
    this.#since = since;
    this.state = notStarted(told.outline);
  }

  get forest(): Forest {
    return this.told.forest;
  }

  get facts(): readonly Fact[] {
    return this.#facts;
  }

  get sources(): ReadonlyMap<Path, TimeSource> {
    return this.#sources;
  }

  /** A fact of the record that the other machine took as it is. */
  follow(fact: Fact): void {
    const position = advance(this.forest, this.position, fact);
    const jumped = {jumpedMs: this.state.jumpedMs};
    const ms = Math.max(this.now.ms, Date.parse(happenedAt(inRunTime(jumped, fact))));
    this.#keep(fact, {position, at: {...this.now, ms}, source: 'measured'});
  }

  /** What comes then; `recorded` is the fact that it was, nothing where it is imagined. Nothing happens where the machine refuses it. */
  take(body: FactBody, at: Instant, recorded?: Fact): boolean {
    const position = advance(this.forest, this.position, body);
    if (position === this.position) {
      return false;
    }
    const seq = this.#facts.length;
    const envelope = {seq, sync: seq - 1, session: this.state.sessions, monoUs: 0};
    const time = new Date(at.ms + this.state.jumpedMs).toISOString();
    const fact: Fact = {...body, ...envelope, at: time, actor: recorded?.actor ?? estimate};
    this.#keep(fact, {position, at, source: recorded ? 'measured' : 'estimated'});
    return true;
  }

  /** Whether an attempt's estimate stands at one of its facts already, or the record has told its time. */
  isTimed({path, attempt}: Pick<Wanted, 'path' | 'attempt'>): boolean {
    const source = this.#sources.get(path);
    return source === 'measured' || source === 'partly' || this.#charged.has(`${path}#${attempt}`);
  }

  charge({path, attempt}: Pick<Wanted, 'path' | 'attempt'>): void {
    this.#charged.add(`${path}#${attempt}`);
  }

  /** Nothing has happened since, and time has passed all the same. */
  idle(ms: number): void {
    this.now = {...this.now, ms: this.now.ms + ms};
  }

  since(path: Path): Instant {
    return this.#since.of(path) ?? this.now;
  }

  /** The same course, to be gone on with in another way. */
  copy(): Course {
    const copy = new Course(this.told, this.#since.copy());
    copy.queues.clear();
    for (const [path, queue] of this.queues) {
      copy.queues.set(path, queue);
    }
    for (const [path, source] of this.#sources) {
      copy.#sources.set(path, source);
    }
    for (const charged of this.#charged) {
      copy.#charged.add(charged);
    }
    copy.#facts.push(...this.#facts);
    copy.state = fold(this.told.outline, this.#facts);
    copy.detours = this.detours;
    copy.position = this.position;
    copy.now = this.now;
    copy.recovery = this.recovery;
    return copy;
  }

  #keep(fact: Fact, {position, at, source}: Kept): void {
    this.position = position;
    this.#facts.push(fact);
    apply(this.state, fact);
    this.now = at;
    this.#since.note(position, fact, at);
    if (isAboutStep(fact)) {
      const known = this.#sources.get(fact.step) ?? source;
      this.#sources.set(fact.step, known === source ? source : 'partly');
    }
    if (this.recovery === undefined && this.state.events.has(this.state.clock.stop)) {
      this.recovery = at;
    }
  }
}
