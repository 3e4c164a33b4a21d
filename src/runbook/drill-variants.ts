/** The drills of a runbook: the one of its drill block, and each variant of it. */
import type {Drill, DrillVariant, Runbook} from './runbook.ts';
import type {DocumentPath} from './yaml/document.ts';

/** A drill with the name of its variant; the drill block itself has none. */
export type NamedDrill = {
  readonly variant?: string;
  readonly title?: string;
  readonly drill: Drill;
  /** Where it stands in the document. */
  readonly path: DocumentPath;
};

/** All of them, in the order of the document; none where the runbook has no drill block. */
export const drillsOf = ({drill}: Pick<Runbook, 'drill'>): readonly NamedDrill[] =>
  drill === undefined ? [] : [{drill, path: ['drill']}, ...drill.variants.map(namedVariant)];

/** The drill of that name; without a name that of the drill block. */
export const drillNamed = (runbook: Pick<Runbook, 'drill'>, variant: string | undefined): NamedDrill | undefined =>
  drillsOf(runbook).find(named => named.variant === variant);

/** The drill of a run; an amendment may have taken its variant away: it is judged all the same, and its lab taken down. */
export const drillOfRun = (runbook: Pick<Runbook, 'drill'>, variant: string | undefined): Drill | undefined =>
  drillNamed(runbook, variant)?.drill ?? runbook.drill;

/** Which drill a place of the document belongs to, by its path. */
export const drillAt = (runbook: Pick<Runbook, 'drill'>, [root, field, name]: DocumentPath): NamedDrill | undefined =>
  drillNamed(runbook, root === 'drill' && field === 'variants' ? String(name) : undefined);

const namedVariant = (variant: DrillVariant): NamedDrill => ({
  variant: variant.name,
  ...(variant.title !== undefined && {title: variant.title}),
  drill: variant,
  path: ['drill', 'variants', variant.name],
});
