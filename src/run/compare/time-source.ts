/** Where a time comes from: a record, an estimate, or some of both. */
export type TimeSource = 'measured' | 'estimated' | 'partly';
