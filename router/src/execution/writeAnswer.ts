import { GraphQLError, type ExecutionResult } from 'graphql';
import type { CompiledSelection } from './compileSelection.ts';
import { isObject, type JsonObject, type ResponsePath } from './jsonValue.ts';
import { deferredPlacesOf, faultsOf, type DeferredPlace, type Fault, type Writing } from './responseWriter.ts';
import type { Run } from './run.ts';
import { WrittenData } from './writtenData.ts';

type Writer = Pick<CompiledSelection, 'write' | 'responseKey'>;
export type FirstAnswer = {
  answer: ExecutionResult;
  places: DeferredPlace[];
  /** Of fields that are deferred but came along with others. */
  errorsOfLater: GraphQLError[];
};

export function writeAnswer(run: Run, { write, responseKey }: Writer): FirstAnswer {
  const writing: Writing = { notes: [] };
  const text = write(run.data, writing);
  const errors = atResponsePaths(run.errors, responseKey);
  const places = deferredPlacesOf(writing);
  if (places.length === 0) return { answer: answerOf(text, errors, faultsOf(writing)), places, errorsOfLater: [] };
  const data: unknown = errors.length > 0 ? JSON.parse(text) : null;
  const isHere = ({ path }: GraphQLError): boolean => !path || leads(data, path);
  return { answer: answerOf(text, errors.filter(isHere), faultsOf(writing)), places, errorsOfLater: errors.filter((error) => !isHere(error)) };
}

const mostFaults = 50;

/** Without errors of subgraphs, values that do not fit the schema are told in the extensions, as Apollo's gateway and router do. */
export function answerOf(text: string, errors: readonly GraphQLError[], faults: readonly Fault[]): ExecutionResult {
  const data = text === 'null' ? null : (new WrittenData(text) as unknown as JsonObject);
  const told = [...errors, ...refusedAt(faults)];
  if (told.length > 0) return { errors: told, data };
  if (faults.length === 0) return { data };
  return { data, extensions: { valueCompletion: faults.slice(0, mostFaults).map(({ message, path }) => ({ message, path, extensions: { code: 'INVALID_GRAPHQL' } })) } };
}

const refusedAt = (faults: readonly Fault[]): GraphQLError[] =>
  faults.flatMap(({ message, path, refusal }) => (refusal ? [new GraphQLError(message, { path, extensions: refusal.extensions })] : []));

export const atResponsePaths = (errors: readonly GraphQLError[], responseKey: Writer['responseKey']): GraphQLError[] => errors.map((error) => atResponsePath(error, responseKey));

function atResponsePath(error: GraphQLError, responseKey: Writer['responseKey']): GraphQLError {
  const path = error.path?.map((part) => (typeof part === 'string' ? responseKey(part) : part));
  if (!path || path.every((part, index) => part === error.path![index])) return error;
  return new GraphQLError(error.message, { originalError: error.originalError, path, extensions: error.extensions });
}

/** Whether a path ends at a place of these data, or where a null has taken that place along. */
export function leads(data: unknown, path: ResponsePath): boolean {
  let value = data;
  for (const part of path) {
    if (value === null) return true;
    if (!(isObject(value) || Array.isArray(value)) || !Object.hasOwn(value, part)) return false;
    value = (value as Record<string | number, unknown>)[part];
  }
  return true;
}
