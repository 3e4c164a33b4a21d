/** Gives the server of a lab its accounts: roles with passwords, rules that trust nobody, and a log that says who came. */
import {mkdirSync} from 'node:fs';
import {fail, type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {giveTo} from '../../postgres/server-user.ts';
import type {Grounds} from '../sites/grounds.ts';
import type {Site} from '../sites/site.ts';
import {setInFile} from '../sites/start-site.ts';
import {writeAccessRules} from './access-rules.ts';
import {keepIssued} from './accounts.ts';
import {auditSettings, canLog, logSettings} from './audit-log.ts';
import {writePasswordFile} from './password-file.ts';
import {accountRoles, issuePasswords, rolesSql} from './roles.ts';

/** What has to stand in the files before the server starts for the first time. Throws what the file system throws. */
export const prepareAccounts = ({accounts, tools}: Grounds, primary: Site): Result<void> => {
  if (accounts === null) {
    return succeed(undefined);
  }
  const possible = canLog(tools.binaries, accounts.hasAudit);
  if (possible.ok) {
    mkdirSync(accounts.logDirectory, {mode: 0o700});
    giveTo(tools.user, accounts.logDirectory);
    setInFile(primary, tools.user, logSettings(accounts.hasAudit));
  }
  return possible;
};

/** What is done when the data are there; it counts with the next reload. Throws what the file system throws. */
export const openAccounts = async (grounds: Grounds, primary: Site): Promise<Result<void>> => {
  const {accounts, dataset, directory, tools} = grounds;
  if (accounts === null) {
    return succeed(undefined);
  }
  const roles = accountRoles(dataset.applicationRole);
  const credentials = issuePasswords(roles);
  const made = await withConnection(primary.connection, connection =>
    connection.run(`${rolesSql(roles, credentials)};\n${accounts.hasAudit ? 'create extension pgaudit' : 'select 1'}`),
  );
  if (!made.ok) {
    return fail(`the accounts of the lab cannot be made: ${made.reason.message}`);
  }
  keepIssued(directory, credentials);
  writePasswordFile(accounts.passwordFile, credentials);
  setInFile(primary, tools.user, accounts.hasAudit ? auditSettings : {});
  writeAccessRules(primary.dataDirectory, tools.user);
  return succeed(undefined);
};
