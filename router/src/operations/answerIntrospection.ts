import { readVariables } from '@sysops-squad/chassis/input/readVariables';
import { executeSync, Kind, type DocumentNode, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

type Asked = { schema: GraphQLSchema; document: DocumentNode; operation: OperationDefinitionNode; variables: Record<string, unknown>; operationName: string | undefined };

/**
 * Answers questions about the schema itself from the schema: no subgraph is needed, and the planner's own model of
 * introspection lacks newer fields, such as `isOneOf`, that tools ask for. Undefined: it asks for more.
 */
export function answerIntrospection({ schema, document, operation, variables, operationName }: Asked): ExecutionResult | undefined {
  if (!asksOnlyAboutSchema(operation)) return undefined;
  const { errors } = readVariables(schema, operation.variableDefinitions ?? [], variables);
  return errors ? { errors } : executeSync({ schema, document, variableValues: variables, ...(operationName !== undefined && { operationName }) });
}

const asksOnlyAboutSchema = ({ operation, selectionSet }: OperationDefinitionNode): boolean =>
  operation === 'query' && selectionSet.selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'));
