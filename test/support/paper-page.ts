/** A page of paper for a few steps, under a plan with two people. */
import {sheet} from '../../src/paper/sheet.ts';
import type {Plan} from '../../src/plan/plan.ts';
import type {Runbook, Step} from '../../src/runbook/runbook.ts';
import {endStep, runbookOf} from './model.ts';
import {printed} from './printed.ts';

export const plan: Plan = {
  title: 'Disaster recovery of the shop',
  contacts: {
    database_administrator: {name: 'Ada Lovelace', phone: '+49 30 1234', sshKeys: []},
    technical_lead: {name: 'Grace Hopper', phone: '+49 30 1235', sshKeys: []},
  },
  hosts: [],
  roles: {},
  objectives: {critical: {rtoMs: 3_600_000, rpoMs: null}},
  escalation: [{level: 2, title: 'Technical lead', contact: 'technical_lead', afterMs: 900_000}],
};

export const pageOf = (runbook: Runbook, text = 'format: 1'): string =>
  sheet(printed({runbook, plan, text, planText: 'plan', beside: new Map()}));

export const roles = {approver: {contact: 'technical_lead'}};

/** The part of the page that is about one step. */
export const stepOn = (steps: readonly Step[], number: string): string => {
  const page = pageOf(runbookOf([...steps, endStep('finish')], {roles}));
  const [, rest = ''] = page.split(`### ${number}. `);
  return rest.split('\n#')[0] ?? '';
};
