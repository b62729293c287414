import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { executeSync, Kind, type OperationDefinitionNode } from 'graphql';
import type { CallContext } from '../subgraphs/callContext.ts';

/**
 * Answers questions about the schema itself from the schema: no subgraph is needed, and the planner's own model of
 * introspection lacks newer fields, such as `isOneOf`, that tools ask for.
 */
export const answerIntrospection: ApolloServerPlugin<CallContext> = {
  requestDidStart: async () => ({
    responseForOperation: async ({ operation, document, schema, request }) => {
      if (!operation || !asksOnlyAboutSchema(operation)) return null;
      const { variables, operationName } = request;
      const result = executeSync({ schema, document, variableValues: variables ?? {}, ...(operationName && { operationName }) });
      return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: result } };
    },
  }),
};

const asksOnlyAboutSchema = ({ operation, selectionSet }: OperationDefinitionNode): boolean =>
  operation === 'query' && selectionSet.selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'));
