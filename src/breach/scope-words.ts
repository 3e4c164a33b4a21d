/** What the logs told of a breach, in sentences for the person who decides: also what they cannot tell. */
import type {Visitor} from './visitor.ts';

type Told = {
  readonly visitors: readonly Visitor[];
  /** Lines of structured logs in the window, of whatever content. */
  readonly lines: number;
  readonly auditLines: number;
  readonly couldHide: readonly string[];
};

/** Everybody who was there. Where nothing was read, nobody is named, and that is not the same as nobody. */
export const everybodyInWords = ({visitors, lines}: Pick<Told, 'visitors' | 'lines'>): string => {
  if (lines === 0) {
    return 'nobody knows who, because no log that a program can read was kept of that time';
  }
  return visitors.map(({role, address, sessions}) => `${role} from ${address} (${sessions} sessions)`).join(', ');
};

/** What the intruders read and changed. */
export const scopeInWords = ({visitors, auditLines, couldHide}: Omit<Told, 'lines'>): string => {
  if (auditLines === 0) {
    return 'the logs have no line of pgaudit in that time, so what was read and changed cannot be told';
  }
  const intruders = visitors.filter(({isIntruder}) => isIntruder);
  const told =
    intruders.length === 0
      ? ['nothing in the logs came from these addresses or roles']
      : intruders.map(
          ({role, address, read, changed}) =>
            `${role} from ${address} read ${listed(read)} and changed ${listed(changed)}`,
        );
  return [...told, ...(couldHide.length === 0 ? [] : [doubt(couldHide)])].join('; ');
};

const doubt = (couldHide: readonly string[]): string =>
  `this may not be all: ${couldHide.join(', ')}, and so could turn the audit log off or change its files`;

const listed = (tables: Visitor['read']): string =>
  Object.entries(tables)
    .map(([table, rows]) => (rows === null ? `rows of ${table}` : `${rows} of ${table}`))
    .join(', ') || 'nothing';
