import type { Caller } from '@sysops-squad/chassis/caller';
import type { Application } from '../application.ts';
import type { Viewer } from '../domain/viewer.ts';
import { createLoaders } from '../queries/loaders.ts';
import type { Loaders } from '../queries/loaders.ts';
import { viewerOf } from '../queries/viewer.ts';

export type Context = { application: Application; caller: Caller; viewer: Viewer; loaders: Loaders };

/** Made anew for every request and for every event of a subscription. */
export const contextOf = (application: Application) => (caller: Caller): Omit<Context, 'caller'> => {
  const viewer = viewerOf(caller);
  return { application, viewer, loaders: createLoaders(application.database, viewer) };
};
