import {
  getNamedType,
  GraphQLError,
  isLeafType,
  Kind,
  specifiedRules,
  ValuesOfCorrectTypeRule,
  type ASTNode,
  type ASTVisitor,
  type GraphQLInputType,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { cutMessage, leafReason } from './inputErrors.ts';

/** GraphQL's own, which quote no value that stands in the document. */
export const documentRules: readonly ValidationRule[] = specifiedRules.map((rule) => (rule === ValuesOfCorrectTypeRule ? valuesUnquoted : rule));

type Visit = (node: ASTNode) => unknown;

function valuesUnquoted(context: ValidationContext): ASTVisitor {
  let at: ASTNode;
  const reportError = (error: GraphQLError): void => context.reportError(unquoted(error, at, context.getInputType() ?? undefined));
  const visitor = ValuesOfCorrectTypeRule(Object.create(context, { reportError: { value: reportError } }) as ValidationContext);
  const noting = (visit: Visit): Visit => (node) => visit((at = node));
  return Object.fromEntries(Object.entries(visitor).map(([kind, visit]) => [kind, noting(visit as Visit)]));
}

/** These are about the schema. */
const namesFieldsOnly = /^(?:Field|OneOf Input Object|Variable) "/;

function unquoted(error: GraphQLError, node: ASTNode, type: GraphQLInputType | undefined): GraphQLError {
  if (namesFieldsOnly.test(error.message)) return error;
  const named = type && getNamedType(type);
  const reason = isLeafType(named) && node.kind !== Kind.NULL ? leafReason({ type: named, value: valueIn(node), error: causeOf(error) }) : `Expected a value of type "${type}".`;
  return new GraphQLError(cutMessage(reason + suggestionIn(error, node)), { nodes: node, extensions: error.extensions });
}

const valueIn = (node: ASTNode): unknown => ('value' in node ? node.value : {});
const causeOf = (error: GraphQLError): GraphQLError => (error.originalError instanceof GraphQLError ? error.originalError : error);

/** A name can quote nothing: what follows it is GraphQL's own. */
const suggestionIn = ({ message }: GraphQLError, { kind }: ASTNode): string => (kind === Kind.ENUM ? (/ Did you mean [^\n]*\?$/.exec(message)?.[0] ?? '') : '');
