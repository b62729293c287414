import { scalars } from '@sysops-squad/chassis/scalars';
import type { SubgraphResolvers } from '@sysops-squad/chassis/subgraph';
import { entities } from './entities/index.ts';
import { Mutation } from './Mutation/index.ts';
import { Query } from './Query/index.ts';

export const resolvers = { ...scalars, ...entities, Query, Mutation } as SubgraphResolvers;
