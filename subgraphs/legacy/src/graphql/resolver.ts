import type { Caller } from '@sysops-squad/chassis/caller';
import type { Application } from '../application.ts';
import type { Loaders } from '../monolith/loaders.ts';

/** Made anew for each request. */
export type Context = { app: Application; load: Loaders; caller: Caller };

export type Resolver<Arguments = object, Parent = unknown> = (parent: Parent, args: Arguments, context: Context) => unknown;

type Second<Name extends keyof Application> = Application[Name] extends (request: never, args: infer Arguments, ...more: never[]) => unknown ? Arguments : never;

/** What a query takes, as GraphQL names it. */
export type ArgumentsOf<Name extends keyof Application> = Second<Name>;
/** A mutation takes one `input`. */
export type InputOf<Name extends keyof Application> = { input: Second<Name> };
