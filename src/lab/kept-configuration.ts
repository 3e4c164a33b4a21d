/** The configuration of the lab's primary, saved beside its backups, for runbooks that bring a server up elsewhere or again. */
import {join} from 'node:path';
import {saveConfiguration} from '../backup/configuration/save-configuration.ts';
import type {Result} from '../base/result.ts';
import type {Estate} from './estate.ts';
import {inPhase, type OnPhase} from './phases.ts';

/** Where it is kept; it is saved there only for a drill that mentions it. */
export const configurationPlace = ({directory}: Pick<Estate, 'directory'>): string => join(directory, 'configuration');

/** Saves it as it is before the fault. */
export const keepConfiguration = (estate: Estate, onPhase?: OnPhase): Promise<Result<object>> =>
  inPhase(onPhase, {phase: 'configuration', title: 'Save its configuration'}, () =>
    saveConfiguration(estate.primary, configurationPlace(estate)),
  );
