import type { AccessRules } from '@sysops-squad/chassis/authorization/accessRules';
import { rightsOf } from '@sysops-squad/chassis/authorization/rights';
import { readVariables } from '@sysops-squad/chassis/input/readVariables';
import { getOperationAST, isAbstractType, print, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { rootTypeOf } from '../execution/compileSelection.ts';
import { decided } from '../execution/conditions.ts';
import { withoutDefers } from '../execution/deferral.ts';
import { responseKeyOf, typename } from '../execution/documentFields.ts';
import type { GatewayExecutor } from '../execution/executor.ts';
import type { JsonObject } from '../execution/jsonValue.ts';
import { onlyOperation } from '../execution/planningDocuments.ts';
import { compileWriter, faultsOf, type Writing } from '../execution/responseWriter.ts';
import { fragmentsOf } from '../execution/selectedFields.ts';
import { answerOf } from '../execution/writeAnswer.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import { needsOf, withoutRefused } from './authorise.ts';

type Parts = { schema: GraphQLSchema; rules: AccessRules };

/** The gateway's executor knows no rules: it gets what is left of an operation, and what it answers is written as the client asked, refusals told. */
export const authorisedGateway = (execute: GatewayExecutor, { schema, rules }: Parts): GatewayExecutor =>
  async (request) => {
    const context = request.context as CallContext;
    const operation = getOperationAST(request.document, request.operationName ?? request.request.operationName);
    if (!operation) return execute(request);
    const variables = (request.request.variables ?? {}) as JsonObject;
    const { coerced, errors } = readVariables(schema, operation.variableDefinitions ?? [], variables);
    if (errors) return { errors };
    if (rules.size === 0) return execute(request);
    const document = withoutDefers(decided(onlyOperation(request.document, operation), coerced));
    const refusals = needsOf(schema, rules, document).refusals(rightsOf(context.caller));
    if (refusals.size === 0) return execute(request);
    const allowed = withTypenames(schema, withoutRefused(document, refusals));
    // The gateway keeps plans by this hash: another document must have another one.
    const queryHash = `${request.queryHash} ${print(allowed)}`;
    const result = (await execute({ ...request, document: allowed, operation: getOperationAST(allowed)!, queryHash } as never)) as ExecutionResult;
    const selected = getOperationAST(document)!;
    const write = compileWriter({ schema, fragments: fragmentsOf(document), dataKey: responseKeyOf, refusals }, rootTypeOf(schema, selected), [selected.selectionSet]);
    const writing: Writing = { notes: [] };
    const text = write((result.data ?? {}) as JsonObject, writing);
    return answerOf(text, result.errors ?? [], faultsOf(writing));
  };

/** Where an object may be of several types, its writer has to know which. */
function withTypenames(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const types = new TypeInfo(schema);
  const add = { leave: (set: { readonly selections: readonly unknown[] }) => (isAbstractType(types.getParentType()) ? { ...set, selections: [...set.selections, typename] } : undefined) };
  return visit(document, visitWithTypeInfo(types, { SelectionSet: add }));
}
