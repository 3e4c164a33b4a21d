/** The table of the programs that Lifeboat and its runbooks call: what each is for, what goes on without it, which package brings it. */

export type ToolName =
  | 'initdb'
  | 'pg_ctl'
  | 'postgres'
  | 'pg_waldump'
  | 'pg_dump'
  | 'pg_restore'
  | 'psql'
  | 'pg_basebackup'
  | 'pg_verifybackup'
  | 'pg_amcheck'
  | 'pg_receivewal'
  | 'pgaudit'
  | 'pgbackrest'
  | 'pgbouncer'
  | 'haproxy'
  | 'named'
  | 'nsupdate'
  | 'ceph-mon'
  | 'ceph-osd'
  | 'radosgw'
  | 'openssl'
  | 'runuser'
  | 'setpriv'
  | 'mount'
  | 'ssh'
  | 'ssh-keygen'
  | 'script';

/** Whose packages: Debian and Ubuntu, Red Hat and its relatives, Homebrew. Null where the system has it or nobody packages it. */
export type Packager = 'debian' | 'redhat' | 'homebrew';

export type Tool = {
  readonly name: ToolName;
  /** Of a PostgreSQL of one major version, which stands in a directory of its own; everything else is on the search path. */
  readonly isPostgres: boolean;
  /** The file of it where it is no program and servers load it. */
  readonly library?: string;
  readonly what: string;
  /** What Lifeboat does where it is missing. */
  readonly without: string;
  /** What makes it say its version; null where it says none. */
  readonly versionArguments: readonly string[] | null;
  /** `MAJOR` stands for the major version of PostgreSQL. */
  readonly packages: {readonly [Name in Packager]: string | null};
};

// Of Red Hat's relatives by the packages of the PostgreSQL project (its postgresql-MAJOR.spec), of Debian by dpkg -S.
const server = {debian: 'postgresql-MAJOR', redhat: 'postgresqlMAJOR-server', homebrew: 'postgresql@MAJOR'};
const client = {debian: 'postgresql-client-MAJOR', redhat: 'postgresqlMAJOR', homebrew: 'postgresql@MAJOR'};
const utilLinux = {debian: 'util-linux', redhat: 'util-linux', homebrew: null};
const openSsh = {debian: 'openssh-client', redhat: 'openssh-clients', homebrew: 'openssh'};

const ofPostgres = {isPostgres: true, versionArguments: ['--version']} as const;
const ofSystem = {isPostgres: false, versionArguments: ['--version']} as const;

const noServer = 'the server that npm brings along is used, on Linux with glibc';
const noStore = 'those drills are not held';

const ofCeph = <Name extends ToolName>(name: Name, what: string, redhat: string = name) => ({
  ...{...ofSystem, name, what, without: noStore},
  packages: {debian: name, redhat, homebrew: null},
});

/** Each once; `lifeboat doctor` prints them in this order. */
export const tools: {readonly [Name in ToolName]: Tool & {readonly name: Name}} = {
  initdb: {...ofPostgres, name: 'initdb', what: 'makes the clusters of the lab', without: noServer, packages: server},
  pg_ctl: {
    ...ofPostgres,
    name: 'pg_ctl',
    what: 'starts and stops servers, those of the lab and those that are restored',
    without: noServer,
    packages: server,
  },
  postgres: {...ofPostgres, name: 'postgres', what: 'is the server itself', without: noServer, packages: server},
  pg_waldump: {
    ...ofPostgres,
    name: 'pg_waldump',
    what: 'reads WAL in an archive, to find the transaction that did the damage',
    without: 'WAL that is still on the server is searched, by its extension pg_walinspect',
    packages: {...server, redhat: 'postgresqlMAJOR'},
  },
  pg_dump: {
    ...ofPostgres,
    name: 'pg_dump',
    what: 'takes logical backups, and carries the definition of a table from one server to another',
    without: 'there are no logical backups',
    packages: client,
  },
  pg_restore: {
    ...ofPostgres,
    name: 'pg_restore',
    what: 'reads logical backups, all of one or a single table',
    without: 'nothing is restored from a logical backup',
    packages: client,
  },
  psql: {
    ...ofPostgres,
    name: 'psql',
    what: 'loads files of SQL into labs, restores dumps that are SQL, and lets people and runbooks speak to servers',
    without:
      'a lab is filled as far as SQL alone goes, no dump that is SQL is restored, and runbooks that call it fail',
    packages: client,
  },
  pg_basebackup: {
    ...ofPostgres,
    name: 'pg_basebackup',
    what: 'takes base backups, in runbooks that call it',
    without: 'Lifeboat takes base backups by itself, over the replication protocol',
    packages: client,
  },
  pg_verifybackup: {
    ...ofPostgres,
    name: 'pg_verifybackup',
    what: 'compares a base backup with its manifest',
    without: 'Lifeboat compares it by itself',
    packages: {...server, debian: 'postgresql-client-MAJOR'},
  },
  pg_amcheck: {
    ...ofPostgres,
    name: 'pg_amcheck',
    what: 'looks for damage in tables and indexes, several at a time',
    without: 'the extension amcheck is asked directly, where the server has it',
    packages: {...client, redhat: 'postgresqlMAJOR-contrib'},
  },
  pg_receivewal: {
    ...ofPostgres,
    name: 'pg_receivewal',
    what: 'keeps the WAL of the primary at a second site of the lab, second by second',
    without: 'no drill has WAL at the second site that is newer than the archive',
    packages: client,
  },
  pgaudit: {
    name: 'pgaudit',
    isPostgres: true,
    library: 'pgaudit.so',
    versionArguments: null,
    what: 'notes in the log of a server who read and changed what; an extension, and no program',
    without: 'nobody can tell afterwards what was read, and drills with an audit log are not held',
    packages: {debian: 'postgresql-MAJOR-pgaudit', redhat: null, homebrew: null},
  },
  pgbackrest: {
    name: 'pgbackrest',
    isPostgres: false,
    versionArguments: ['version'],
    what: 'keeps backups of large clusters, in repositories of its own',
    without: 'the built-in driver takes base backups and archives WAL',
    packages: {debian: 'pgbackrest', redhat: 'pgbackrest', homebrew: 'pgbackrest'},
  },
  pgbouncer: {
    ...ofSystem,
    name: 'pgbouncer',
    what: 'stands between clients and servers in drills that lead clients by a pooler',
    without: 'those drills are not held',
    packages: {debian: 'pgbouncer', redhat: 'pgbouncer', homebrew: 'pgbouncer'},
  },
  haproxy: {
    name: 'haproxy',
    isPostgres: false,
    versionArguments: ['-v'],
    what: 'stands between clients and servers in drills that lead clients by a balancer',
    without: 'those drills are not held',
    packages: {debian: 'haproxy', redhat: 'haproxy', homebrew: 'haproxy'},
  },
  named: {
    name: 'named',
    isPostgres: false,
    versionArguments: ['-v'],
    what: 'is the name service of drills that lead clients by a name',
    without: 'those drills are not held',
    packages: {debian: 'bind9', redhat: 'bind', homebrew: 'bind'},
  },
  nsupdate: {
    name: 'nsupdate',
    isPostgres: false,
    versionArguments: ['-V'],
    what: 'moves a name to another address',
    without: 'names are moved by hand',
    packages: {debian: 'bind9-dnsutils', redhat: 'bind-utils', homebrew: 'bind'},
  },
  'ceph-mon': ofCeph('ceph-mon', 'is the monitor of the object store of drills that bring backups back from one'),
  'ceph-osd': ofCeph('ceph-osd', 'is the disk of that object store'),
  radosgw: ofCeph('radosgw', 'is the gateway of that object store, which speaks S3', 'ceph-radosgw'),
  openssl: {
    ...ofSystem,
    name: 'openssl',
    versionArguments: ['version'],
    what: 'makes the certificate of that object store',
    without: noStore,
    packages: {debian: 'openssl', redhat: 'openssl', homebrew: 'openssl@3'},
  },
  runuser: {
    ...ofSystem,
    name: 'runuser',
    what: 'runs servers as another account where Lifeboat is root, which PostgreSQL refuses',
    without: 'setpriv does it',
    packages: utilLinux,
  },
  setpriv: {
    ...ofSystem,
    name: 'setpriv',
    what: 'does the same where runuser is missing',
    without: 'runuser does it',
    packages: utilLinux,
  },
  mount: {
    ...ofSystem,
    name: 'mount',
    what: 'gives a lab a small disk of its own, which then is full; only root may',
    without: 'a full disk is not drilled',
    packages: {...utilLinux, debian: 'mount'},
  },
  ssh: {
    name: 'ssh',
    isPostgres: false,
    versionArguments: ['-V'],
    what: 'runs steps on other hosts',
    without: 'steps with `on: {ssh: …}` are not performed',
    packages: openSsh,
  },
  'ssh-keygen': {
    name: 'ssh-keygen',
    isPostgres: false,
    versionArguments: null,
    what: 'signs, and checks what people signed',
    without: 'approvals are signed and checked elsewhere',
    packages: openSsh,
  },
  script: {
    ...ofSystem,
    name: 'script',
    what: 'keeps the transcript of programs that ask at the terminal',
    without: 'interactive steps are not performed',
    packages: {...utilLinux, debian: 'bsdutils'},
  },
};

export const isToolName = (name: string): name is ToolName => Object.hasOwn(tools, name);

/** The package that brings it, without a version where none is given; null where there is none. */
export const packageOf = (name: ToolName, packager: Packager, major?: number): string | null => {
  const known = tools[name].packages[packager];
  if (major !== undefined || known === null) {
    return known?.replace('MAJOR', String(major)) ?? null;
  }
  // Each has a name for the version that is current there; Red Hat's own packages are named without one.
  return known.replace(/[-@]?MAJOR/, '');
};
