/** `lifeboat doctor`: what is here of all that drills and runbooks call, and how to install what is not. Makes and changes nothing. */
import {printedJson} from '../../base/printed-json.ts';
import {listRuns} from '../../journal/run-directory.ts';
import {type Doctor, type HostCheck, isWell} from '../../report/doctor/doctor.ts';
import {doctorLines} from '../../report/doctor/doctor-lines.ts';
import {checkLabDirectory, checkStateDirectory} from '../doctor/look-at-directories.ts';
import {askTimeService, checkAccount, checkClock, checkLocale, checkTerminal} from '../doctor/look-at-host.ts';
import {lookAtServers} from '../doctor/look-at-servers.ts';
import {lookAtTools} from '../doctor/look-at-tools.ts';
import {exitCodes} from '../exit-code.ts';
import {asTyped} from '../own-command.ts';
import {printLines} from '../print-lines.ts';
import {type StateOption, statePath} from '../state-place.ts';
import {version} from '../version.ts';

export type DoctorOptions = StateOption & {readonly json?: boolean};

/** Exit code 4 where somebody has to do something first. */
export const doctorCommand = async (options: DoctorOptions): Promise<number> => {
  const [servers, tools] = await Promise.all([lookAtServers(), lookAtTools()]);
  const doctor: Doctor = {program: version(), ...servers, tools, host: lookAtHost(options)};
  if (options.json) {
    process.stdout.write(`${printedJson({ok: isWell(doctor), ...doctor})}\n`);
  } else {
    printLines(doctorLines(doctor).map(asTyped));
  }
  return isWell(doctor) ? exitCodes.done.code : exitCodes.failed.code;
};

const lookAtHost = (options: StateOption): readonly HostCheck[] => {
  const state = statePath(options);
  const listed = state.ok ? listRuns(state.value) : undefined;
  const runs = listed?.ok ? listed.value : [];
  const {stdin, stdout, env} = process;
  const size = stdin.isTTY && stdout.isTTY ? {columns: stdout.columns, rows: stdout.rows} : undefined;
  return [
    checkAccount(),
    {name: 'Node.js', health: 'good', says: `${process.versions.node}, ${process.execPath}`},
    checkTerminal(env, {size, hasColours: stdout.isTTY && stdout.hasColors()}),
    checkLocale(env),
    checkClock({nowMs: Date.now(), isKept: askTimeService(), newestRunAtMs: beganAtMs(runs.at(-1))}),
    state.ok
      ? checkStateDirectory(state.value, runs.length)
      : {name: 'state directory', health: 'bad', says: state.reason.message},
    checkLabDirectory(env),
  ];
};

/** Names of runs begin with their time, and are listed in that order. */
const beganAtMs = (run: string | undefined): number | null => {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)z-/.exec(run ?? '') ?? [];
  return year === undefined ? null : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};
