import type { Caller } from '@sysops-squad/chassis/caller';
import type { Loaders } from '../monolith/loaders.ts';
import type { Rest } from '../monolith/rest.ts';

/** Who asks, and what has been read for them already. */
export type Request = { caller: Caller; load: Loaders };

export type ReadingParts = { rest: Rest; clock: () => Date };

export type PageArguments = { first: number; after?: string | null };
