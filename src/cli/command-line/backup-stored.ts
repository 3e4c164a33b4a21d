/** `lifeboat backup send-copy`, `find-copies`, `fetch-copy`: copies in an object store that keeps versions. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

const commands = () => import('../commands/backup-stored.ts');

const ofStore = (command: Command): Command =>
  command
    .requiredOption('--store <url>', 'https://host:port/bucket/prefix of a store that speaks S3 and keeps versions')
    .requiredOption('--credentials <file>', "file with the keys, as the AWS command line keeps them; its owner's alone")
    .option('--ca <file>', 'certificate (PEM) of a private authority that vouches for the store');

const reached = '--store https://s3.example.com/backups/tickets --credentials /etc/lifeboat/store-keys';

/** The subcommands that deal with copies of backups elsewhere. */
export const addStored = (backup: Command, exits: Exits): void => {
  ofStore(backup.command('send-copy'))
    .description('Copy a directory into an object store, read each file back, and write the list of them last.')
    .requiredOption('--directory <dir>', 'what is copied: backups, archived WAL, or a directory that has both')
    .addHelpText('after', examples(`lifeboat backup send-copy ${reached} --directory /srv/backups`))
    .action(async options => exits(await (await commands()).sendCopyCommand(options)));
  ofStore(backup.command('find-copies'))
    .description('List the copies of an object store, also deleted ones, as far as their versions are still there.')
    .option('--before <time>', "only those that were whole before that time, by the store's clock")
    .addHelpText('after', examples(`lifeboat backup find-copies ${reached} --before 2026-11-23T02:47:00Z`))
    .action(async options => exits(await (await commands()).findCopiesCommand(options)));
  ofStore(backup.command('fetch-copy'))
    .description('Bring exactly one copy back into a new directory, each file held against its digest.')
    .requiredOption('--copy <id>', 'the version of its list of files, as find-copies and send-copy print it')
    .option('--sha256 <hex>', 'what the digest of that list must be')
    .requiredOption('--into <dir>', 'new directory; a second try goes on where the first one stopped')
    .addHelpText(
      'after',
      examples(`lifeboat backup fetch-copy ${reached} --copy 3sL4kqtJlcpXroDTDmJ --into /srv/fetched`),
    )
    .action(async options => exits(await (await commands()).fetchCopyCommand(options)));
};
