import { neverThrowing } from './listeners.ts';
import { Kind, parse, print, visit, type DocumentNode, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { dataOf, type Graph, type GraphAnswer, type GraphClient } from './graphClient.ts';
import { inSpan, traceHeaders, type TraceHeaders } from './tracing/tracing.ts';

type Data = Record<string, unknown>;
type Asked = { variables: Record<string, unknown>; resolve: (answer: unknown) => void; reject: (error: unknown) => void; trace: TraceHeaders };
type Question = { fields: string[]; textFor: (times: number) => string };

/** Less than the router lets an operation have. */
const rootFieldsAtMost = 16;

/**
 * The same question, asked for different things at about the same time, becomes one request: under a backlog that is a fraction of the
 * work for everybody behind it. Each has its own part of the answer, and its own errors. In a trace the request belongs to the first; the others link to it.
 * @param waitMs how long the first one waits for others
 */
export function askTogether(graph: GraphClient, { waitMs = 15 } = {}): Graph {
  const questions = new Map<string, Question>();
  const waiting = new Map<string, Asked[]>();

  const questionOf = (query: string): Question => {
    const known = questions.get(query) ?? readQuestion(query);
    questions.set(query, known);
    return known;
  };
  const send = (query: string): void => {
    const all = waiting.get(query) ?? [];
    waiting.delete(query);
    if (all.length === 0) return;
    const { fields, textFor } = questionOf(query);
    const variables = Object.assign({}, ...all.map((asked, index) => renamed(asked.variables, index))) as Data;
    const answered = graph.ask<Data>(textFor(all.length), variables);
    all.forEach(({ resolve, reject }, index) => void answered.then((answer) => dataOf(partOf(answer, fields, index))).then(resolve, reject));
  };
  return {
    request<Answer>(query: string, variables: Record<string, unknown> = {}) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const others = waiting.get(query) ?? [];
      others.push({ variables, resolve: resolve as (answer: unknown) => void, reject, trace: traceHeaders() });
      if (others.length === 1) {
        waiting.set(query, others);
        setTimeout(neverThrowing(() => send(query)), waitMs);
      }
      const [first] = others;
      if ((others.length + 1) * questionOf(query).fields.length > rootFieldsAtMost) send(query);
      return others.length === 1 ? promise : inSpan('asked together with others', { within: true, links: [first!.trace] }, () => promise);
    },
  };
}

const nth = (name: string, index: number): string => `${name}_${index}`;
const renamed = (variables: Data, index: number): Data => Object.fromEntries(Object.entries(variables).map(([name, value]) => [nth(name, index), value]));

/** An error without a path is everybody's. */
function partOf({ data, errors = [] }: GraphAnswer<Data>, fields: readonly string[], index: number): GraphAnswer<Data> {
  const mine = errors.filter(({ path }) => !path || fields.some((field) => path[0] === nth(field, index)));
  const part = data ? Object.fromEntries(fields.map((field) => [field, data[nth(field, index)]])) : null;
  return { data: part, errors: mine.length === 0 && !part ? errors : mine };
}

/** @param query one operation whose root selects fields only */
function readQuestion(query: string): Question {
  const { definitions: [operation] } = parse(query) as DocumentNode & { definitions: [OperationDefinitionNode] };
  const roots = operation.selectionSet.selections as readonly FieldNode[];
  const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;
  const textFor = (times: number): string => {
    const copies = Array.from({ length: times }, (_, index) => copyOf(operation, index));
    const selections = copies.flatMap(({ selectionSet }, index) =>
      (selectionSet.selections as FieldNode[]).map((field) => ({ ...field, alias: { kind: Kind.NAME as const, value: nth(keyOf(field), index) } })));
    const variableDefinitions = copies.flatMap((copy) => copy.variableDefinitions ?? []);
    return print({ ...operation, variableDefinitions, selectionSet: { ...operation.selectionSet, selections } });
  };
  const texts = new Map<number, string>();
  return {
    fields: roots.map(keyOf),
    textFor: (times) => {
      const text = texts.get(times) ?? textFor(times);
      texts.set(times, text);
      return text;
    },
  };
}

const copyOf = (operation: OperationDefinitionNode, index: number): OperationDefinitionNode =>
  visit(operation, { Variable: (node) => ({ ...node, name: { ...node.name, value: nth(node.name.value, index) } }) });
