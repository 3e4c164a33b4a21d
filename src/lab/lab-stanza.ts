/** Where pgBackRest keeps what it has of a lab. */
import {join} from 'node:path';

export type LabStanza = {
  /** Its configuration file. */
  readonly config: string;
  /** The name of the lab's primary in it. */
  readonly stanza: string;
  /** Everything that it writes. */
  readonly directory: string;
};

export const stanzaOf = (labDirectory: string): LabStanza => ({
  config: join(labDirectory, 'pgbackrest.conf'),
  stanza: 'lab',
  directory: join(labDirectory, 'pgbackrest'),
});
