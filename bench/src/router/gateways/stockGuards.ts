import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { RemoteGraphQLDataSource, type ServiceEndpointDefinition } from '@apollo/gateway';
import type { ApolloServerOptions } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { createRemoteJWKSet, jwtVerify, type JWTVerifyOptions } from 'jose';
import type { OperationLimits } from '../../../../router/src/limits/operationLimits.ts';

export type User = { userId?: string };
export type Guards = {
  jwksUrl: string;
  verification: JWTVerifyOptions;
  limits: OperationLimits;
  /** The folder of GraphQL Armor. */
  armor: string;
};

/** Apollo's documentation, "Authentication and authorization": the token is verified where the context is made, which ends the request when it throws. */
export function createVerify({ jwksUrl, verification }: Guards): (asked: { req: IncomingMessage }) => Promise<User> {
  const keys = createRemoteJWKSet(new URL(jwksUrl));
  return async ({ req }) => {
    const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    try {
      const { payload } = await jwtVerify(token ?? '', keys, verification);
      return { userId: payload.sub! };
    } catch {
      throw new GraphQLError('User is not authenticated', { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
    }
  };
}

/** The same documentation, of gateways: subgraphs are told who asks in a header. */
export const asUser = ({ url }: ServiceEndpointDefinition): RemoteGraphQLDataSource<User> =>
  new RemoteGraphQLDataSource<User>({
    url: url!,
    willSendRequest({ request, context: { userId } }) {
      if (userId) request.http?.headers.set('user-id', userId);
    },
  });

type Armor = { ApolloArmor: new (limits: object) => { protect: () => Pick<ApolloServerOptions<User>, 'plugins' | 'validationRules' | 'allowBatchedHttpRequests'> } };

/** Apollo Server has no limits of its own. */
export function limitedBy({ armor, limits }: Guards): ReturnType<InstanceType<Armor['ApolloArmor']>['protect']> {
  const { ApolloArmor } = createRequire(import.meta.url)(armor) as Armor;
  return new ApolloArmor({
    maxDepth: { n: limits.depth },
    maxAliases: { n: limits.aliases },
    maxDirectives: { n: limits.directives },
    maxTokens: { n: limits.tokens },
    costLimit: { maxCost: limits.cost },
  }).protect();
}
