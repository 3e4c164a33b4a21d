/** A desk with a plan and one runbook, as whoever lints it has them. */
import {makeDesk} from './lifeboat.ts';
import {smallPlan} from './small-runbook.ts';

/** A step with a misspelt field, for `smallRunbook`. */
export const misspelt = `
  - id: copy
    title: Copy the files
    estimat: 10m
    command: [cp, -a, /backup/shop, /srv/shop]
`;

/** The text lies in `shop-outage.yaml`. */
export const deskWith = (text: string) => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  return {desk, path: desk.file('shop-outage.yaml', text)};
};
