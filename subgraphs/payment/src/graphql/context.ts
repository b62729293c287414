import type { Caller } from '@sysops-squad/chassis/caller';
import type { Application } from '../application.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type Context = { application: Application; loaders: Loaders; caller: Caller };

export const requestContext = (application: Application) => (): Omit<Context, 'caller'> => ({
  application,
  loaders: createLoaders(application.storage.db),
});
