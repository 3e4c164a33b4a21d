/** Fills the database of a lab: the server makes the rows itself, with as many sessions as it has work for. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {connect} from '../../postgres/connect.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import type {Stage} from '../dataset.ts';
import {heartbeatTables} from '../watch/heartbeat.ts';
import {maintenanceConnection} from './current.ts';
import type {Grounds} from './grounds.ts';
import {loadFile} from './load-file.ts';
import type {Site} from './site.ts';

/** Loading is work of processors, and the smallest machine that a drill runs on has two. */
const sessionsMax = 2;

/** Makes the application's role and the database, and fills it. */
export const loadDataset = async ({dataset, scale, tools}: Grounds, primary: Site): Promise<Result<void>> => {
  const role = quoteIdentifier(dataset.applicationRole);
  const prepared: readonly Stage[] = [
    [`create role ${role} login`],
    [`create database ${quoteIdentifier(dataset.database)}`],
    ...(primary.tcp === null ? [] : heartbeatTables(role)),
  ];
  const made = await runStages(maintenanceConnection(primary), prepared);
  const filled = made.ok && dataset.file ? await loadFile(primary.connection, dataset.file, tools) : made;
  return filled.ok ? runStages(primary.connection, dataset.load(scale)) : filled;
};

const runStages = async (uri: string, stages: readonly Stage[]): Promise<Result<void>> => {
  for (const stage of stages) {
    const texts = stage.values();
    const lanes = stage.slice(0, sessionsMax).map(() => runLane(uri, texts));
    const failed = (await Promise.all(lanes)).find(lane => !lane.ok);
    if (failed !== undefined) {
      return failed;
    }
  }
  return succeed(undefined);
};

/** Takes one text after the other until none is left, also for the other lanes. */
const runLane = async (uri: string, texts: IterableIterator<string>): Promise<Result<void>> => {
  const connection = await connect(uri, {statementTimeoutMs: 0});
  if (!connection.ok) {
    return fail(connection.reason.message);
  }
  const {run, close} = connection.value;
  try {
    // Indexes of a gibibyte are sorted in memory; for small ones it is never taken.
    await run(`set maintenance_work_mem = '256MB'; set work_mem = '128MB'`);
    for (const text of texts) {
      const done = await run(text);
      if (!done.ok) {
        return fail(`the dataset cannot be loaded: ${done.reason.message}`);
      }
    }
    return succeed(undefined);
  } finally {
    await close();
  }
};
