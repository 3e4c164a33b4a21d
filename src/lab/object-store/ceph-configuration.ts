/** The configuration of a Ceph of one monitor, one disk that is a file, and one gateway, all in one directory. */
import {join} from 'node:path';
import type {ObjectStore} from './object-store.ts';

export const cephFile = ({directory}: ObjectStore): string => join(directory, 'ceph.conf');

/** Grows with what is in it. */
const diskBytes = 64 * 1024 ** 3;

/**
 * Nothing of the system's own Ceph. It proposes at once instead of once a second, which takes half of the time that it needs to
 * begin, and speaks to its standard error, so that the last line of it is the reason where it does not.
 */
export const cephText = ({directory, plan}: ObjectStore, fsid: string): string => `[global]
fsid = ${fsid}
mon host = v2:127.0.0.1:${plan.monitor}
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr1 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = ${join(directory, 'keyring')}
log file =
log to stderr = true
err to stderr = true
run dir = ${join(directory, 'run')}
admin socket = ${join(directory, 'run', '$name.asok')}
crash dir = ${join(directory, 'run')}
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
osd crush chooseleaf type = 0
paxos propose interval = 0.02
paxos min wait = 0.01
[mon.a]
mon data = ${join(directory, 'monitor')}
[osd.0]
osd data = ${join(directory, 'disk')}
osd objectstore = bluestore
bluestore block size = ${diskBytes}
[client.rgw]
rgw frontends = beast ssl_endpoint=127.0.0.1:${plan.gateway} ssl_certificate=${join(directory, 'gateway.pem')}
rgw thread pool size = 16
`;
