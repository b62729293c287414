import type { Caller } from '@sysops-squad/chassis/caller';
import { inputErrorsTold } from '@sysops-squad/chassis/input/inputErrors';
import { oncePer } from '@sysops-squad/chassis/oncePer';
import { createRecent } from '@sysops-squad/chassis/recent';
import { requireStorable, requireStorableLiterals } from '@sysops-squad/chassis/text/unstorable';
import { getOperationAST, GraphQLError, parse, type DocumentNode, type OperationTypeNode } from 'graphql';
import type { Charge } from '../limits/callerBudget.ts';
import { readCostWeights, type CostWeights } from '../limits/costWeights.ts';
import { shapeOf, type Shape } from '../limits/inputShape.ts';
import { createCost, type OperationCost, type Variables } from '../limits/operationCost.ts';
import { exceededLimits, tooLarge, type OperationLimits } from '../limits/operationLimits.ts';
import { measureTokens } from '../limits/tokens.ts';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import type { OperationRequest, OperationText } from './operationText.ts';

export type ClientOperation = OperationRequest & { operationName?: unknown; variables?: unknown };

export type Admitted = { query: string | undefined; cost: number; /** To be paid in addition when it turns out to be invalid. */ refusalCost: number; /** Undefined: there is none, or none that can be told. */ type: OperationTypeNode | undefined };

/** An operation that is refused before it is planned, or even validated. */
export class OperationRefused extends Error {
  readonly errors: readonly GraphQLError[];
  constructor(errors: readonly GraphQLError[]) {
    super(errors[0]?.message);
    this.errors = errors.slice(0, inputErrorsTold);
  }
}

/** @throws OperationRefused */
export type Admit = (operation: ClientOperation, caller: Caller) => Promise<Admitted>;

/** Not refused, since its answer is there: what it cost is missing from the budget of what its caller asks next. */
export type ChargeRefusal = (caller: Caller, admitted: Pick<Admitted, 'refusalCost'>) => Promise<void>;
export const createChargeRefusal = (charge: Charge): ChargeRefusal => async (caller, { refusalCost }) => {
  if (caller.kind !== 'service') await charge(caller, refusalCost);
};

type Parts = { supergraph: () => Pick<LoadedSupergraph, 'sdl'>; text: OperationText; limits: OperationLimits; charge: Charge };
type Weighed = OperationCost & Pick<Admitted, 'type'>;
type Judged = { weigh: (operationName: unknown, variables: Variables) => Weighed };

const documentsKept = 500;

/**
 * Whether an operation may run: known where it has to be, within the limits, and paid for by its caller. What depends on the
 * document alone is judged once for each document and supergraph. Our own services send what they like, as often as they like.
 */
export function createAdmission({ supergraph, text, limits, charge }: Parts): Admit {
  const judgeOf = oncePer(({ sdl }: ReturnType<typeof supergraph>) => createJudge(sdl, limits));
  const judge = (): ((query: string) => Judged) => judgeOf(supergraph());
  judge(); // the weights are read now, not by the first request
  const weigh = (operation: ClientOperation, { values, wrong }: Shape, trusted: boolean): Admitted => {
    if (wrong) throw new OperationRefused([wrong]);
    const variables = asVariables(operation.variables);
    refusing(() => requireStorable(variables));
    const query = refusing(() => text.of(operation, trusted));
    if (query === undefined) return { query, cost: 0, type: undefined, refusalCost: 1 };
    const { cost, listSize, type } = judge()(query).weigh(operation.operationName, variables);
    if (listSize > limits.listSize) throw new OperationRefused([tooLarge('listSize', listSize, limits.listSize)]);
    if (!trusted && cost > limits.cost) throw new OperationRefused([tooLarge('cost', cost, limits.cost)]);
    return { query, cost, type, refusalCost: costOfRefusal(query, values) };
  };
  return async (operation, caller) => {
    const trusted = caller.kind === 'service';
    const shape = shapeOf(asVariables(operation.variables), limits.nesting);
    try {
      const admitted = weigh(operation, shape, trusted);
      const refusal = trusted || admitted.query === undefined ? null : await charge(caller, admitted.cost + Math.floor(shape.values / valuesForOne));
      if (refusal) throw new OperationRefused([refusal]);
      text.keep(operation);
      return admitted;
    } catch (error) {
      if (!(error instanceof OperationRefused) || trusted) throw error;
      const unpaid = isRateLimited(error) ? null : await charge(caller, costOfRefusal(operation.query, shape.values));
      throw unpaid ? new OperationRefused([unpaid]) : error;
    }
  };
}

/** So many values in variables are read for what one object of an answer costs. */
const valuesForOne = 100;
const charactersForOne = 10;
const leastRefusalCost = 100;

/** Finding out what is wrong is work as well, which nothing remembers. */
const costOfRefusal = (query: unknown, values: number): number =>
  leastRefusalCost + Math.floor((typeof query === 'string' ? query.length : 0) / charactersForOne) + Math.floor(values / (valuesForOne / 10));

const isRateLimited = ({ errors }: OperationRefused): boolean => errors[0]?.extensions['code'] === 'RATE_LIMITED';

function refusing<Result>(check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    throw error instanceof GraphQLError ? new OperationRefused([error]) : error;
  }
}

/** What was used last is kept longest; what is refused is not remembered. */
function createJudge(sdl: string, limits: OperationLimits): (query: string) => Judged {
  const weights = readCostWeights(sdl);
  const known = createRecent<Judged>(documentsKept);
  return (query) => known.getOrMake(query, () => judgeDocument(weights, query, limits));
}

const free: Weighed = { cost: 0, listSize: 0, type: undefined };

function judgeDocument(weights: CostWeights, query: string, limits: OperationLimits): Judged {
  if (query.length > limits.documentLength) throw new OperationRefused([tooLarge('documentLength', query.length, limits.documentLength)]);
  const { nesting, nameLength } = measureTokens(query);
  if (nesting > limits.nesting) throw new OperationRefused([tooLarge('nesting', nesting, limits.nesting)]);
  if (nameLength > limits.nameLength) throw new OperationRefused([tooLarge('nameLength', nameLength, limits.nameLength)]);
  const document = readDocument(query, limits.tokens);
  if (!document) return { weigh: () => free };
  refusing(() => requireStorableLiterals(document));
  const errors = exceededLimits(document, limits);
  if (errors.length > 0) throw new OperationRefused(errors);
  const costs = new Map<string | null, ReturnType<typeof createCost>>();
  return {
    weigh(operationName, variables) {
      const name = typeof operationName === 'string' && operationName !== '' ? operationName : null;
      const operation = getOperationAST(document, name);
      if (!operation) return free;
      const cost = costs.get(name) ?? createCost(weights, document, operation);
      costs.set(name, cost);
      return { ...cost(variables), type: operation.operation };
    },
  };
}

/** Undefined: not GraphQL, which those who parse it next say in the usual words. */
function readDocument(query: string, tokens: number): DocumentNode | undefined {
  try {
    return parse(query, { maxTokens: tokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (!error.message.includes(`more that ${tokens} tokens`)) return undefined;
    const extensions = { code: 'OPERATION_TOO_LARGE', limit: 'tokens', maximum: tokens };
    throw new OperationRefused([new GraphQLError(`The operation is too large: more than ${tokens} tokens. Split it.`, { extensions })]);
  }
}

const asVariables = (variables: unknown): Variables => (typeof variables === 'object' && variables !== null ? (variables as Variables) : {});
