/** Lines of pg_hba.conf and pg_ident.conf that go on behind a backslash, as the server reads them: as one. */

/** The server joins them before it looks for comments (PostgreSQL manual, 21.1, from version 14 on). */
export const joinedLines = (text: string): string => text.replaceAll(/\\\r?\n/g, '');
