/** Makes a program and the launcher that handed over to it look like one process, also to a kill that nobody can catch. */
'use strict';

// Without this a run would go on unseen after its launcher was killed, and hold its own lock against `lifeboat resume`.
const fd = Number(process.env.LIFEBOAT_LAUNCHER_FD);
delete process.env.LIFEBOAT_LAUNCHER_FD;

if (fd) {
  const {Socket} = require('node:net');
  const launcher = new Socket({fd});
  const die = () => process.kill(process.pid, 'SIGKILL');
  // The launcher never writes: the end of this pipe is the end of the launcher.
  launcher.on('error', die).on('close', die).resume().unref();
}
