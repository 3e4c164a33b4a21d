/** What a kind of step declares about itself; steps.ts lists them. */
import type * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import type {Reading, Where} from './reading.ts';
import type {CommonFields, Step, StepKind, StepOf} from './runbook.ts';
import type {DocumentPath} from './yaml/document.ts';

/** What a kind adds to the common fields. */
export type StepPart<Kind extends StepKind = StepKind> = WithoutCommon<StepOf<Kind>>;

type WithoutCommon<Member> = Member extends unknown ? Omit<Member, keyof CommonFields> : never;

/** The place that a step's own fields are read at. */
export type StepPlace = {
  readonly reading: Reading;
  /** Of the value under the kind key. */
  readonly path: DocumentPath;
  readonly where: Where;
  /** Reads the steps of a branch; handed in, because a branch holds steps of every kind. */
  readonly readSteps: (value: Json | undefined, path: DocumentPath) => readonly Step[];
};

export type StepKindDeclaration<Kind extends StepKind, Fields extends z.ZodObject> = {
  readonly kind: Kind;
  readonly shape: StepOf<Kind>['shape'];
  /** One sentence for the reference and for editors. */
  readonly summary: string;
  /** The key of the kind with what may stand under it, as YAML; for the reference and for editors. */
  readonly example: string;
  readonly fields: Fields;
  /** The field that a bare text or list under the kind key stands for. */
  readonly short?: string;
  /** That field is a map, which may stand under the kind key itself. */
  readonly shortIsMap?: true;
  /** Common fields that it has beside those of its shape. */
  readonly alsoCommon?: readonly string[];
  /** What the step is called where the author gave no title; instants only. */
  readonly title?: (fields: z.output<Fields>) => string;
  /** Turns fields into the model; nothing when something in them was wrong and has been reported. */
  readonly build: (fields: z.output<Fields>, place: StepPlace) => StepPart<Kind> | undefined;
};

/** Declares a kind of step; only there so that the types of `fields` reach `build`. */
export const defineStep = <Kind extends StepKind, Fields extends z.ZodObject>(
  declaration: StepKindDeclaration<Kind, Fields>,
): StepKindDeclaration<Kind, Fields> => declaration;
