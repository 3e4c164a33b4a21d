/** A runbook around a few steps, for tests of the program that need no database. */
import {join} from 'node:path';
import {type Desk, makeDesk} from './lifeboat.ts';
import {contentOf} from './processes.ts';

/** The plan that lies beside it. */
export const smallPlan = `format: 1
title: Disaster recovery of the shop
contacts:
  database_administrator: {name: Ada Lovelace, phone: "+49 30 1234"}
  technical_lead: {name: Grace Hopper, phone: "+49 30 1235"}
objectives:
  critical: {rto: 1h, rpo: none}
`;

/** The runbook `shop-outage`: the steps, then the milestone and the end. Its clock starts with the declaration. */
export const smallRunbook = (steps: string, inputs = ''): string => `format: 1
id: shop-outage
version: 1.0.0
title: The shop is down
scenario: infrastructure
criticality: critical
summary: The shop does not answer. Find out why and bring it back.
owner: database_administrator
clock: {start: declaration, stop: service_restored}
roles:
  db_operator: {contact: database_administrator}
  approver: {contact: technical_lead}
${inputs}
defaults: {role: db_operator}
steps:
${steps.replace(/^\n/, '').replace(/\n\s*$/, '')}
  - id: restored
    milestone: service_restored
  - id: finish
    end: recovered
`;

/** Something is done between two questions: what is asked shows how far it came, and its mark whether it was done. */
export const restartBetweenQuestions = `
  - id: look
    title: Look at the shop
    instruction: Is the lamp on?
  - id: restart
    title: Restart the shop
    estimate: 1m
    command: {run: [/bin/sh, -c, 'echo restarted >> marks'], cwd: "\${inputs.folder}"}
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
`;

/** A desk with such a runbook and its plan; steps find the desk's folder in the input `folder`. */
export const outageDesk = (
  steps: string,
  plan = smallPlan,
  desk: Desk = makeDesk(),
): {readonly desk: Desk; readonly runbook: string} => {
  desk.file('plan.yaml', plan);
  const inputs = `inputs: {folder: {type: path, default: ${desk.directory}}}`;
  return {desk, runbook: desk.file('shop-outage.yaml', smallRunbook(steps, inputs))};
};

/** What steps have written into the file `marks` of the desk, a line each: how often each of them was really done. */
export const marksOf = (desk: Desk): readonly string[] =>
  contentOf(join(desk.directory, 'marks')).split('\n').filter(Boolean);
