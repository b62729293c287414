import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  parse,
  typeFromAST,
  validate,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
} from 'graphql';

export type RandomOperation = { query: string; variables: Record<string, unknown> };

/** A reproducible sequence of numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Wishes = { kind?: 'query' | 'mutation'; typenames?: boolean; conditions?: boolean; depth?: number };

/** A valid operation made up from a seed: aliases, arguments, fragments, variables, conditions. */
export function randomOperation(schema: GraphQLSchema, seed: number, wishes: Wishes = {}): RandomOperation {
  const random = seeded(seed);
  for (;;) {
    const operation = anyOperation(schema, random, wishes);
    if (validate(schema, parse(operation.query)).length === 0) return operation;
  }
}

/** Mostly valid: an alias may stand for two things at one place. */
function anyOperation(schema: GraphQLSchema, random: () => number, { kind = 'query', typenames = true, conditions = true, depth = 4 }: Wishes): RandomOperation {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const variables: Record<string, unknown> = {};
  const definitions: string[] = [];
  const fragments: string[] = [];
  let unique = 0;

  const variable = (type: string, value: unknown): string => {
    const name = `v${(unique += 1)}`;
    const withDefault = random() < 0.3 && !type.endsWith('!');
    definitions.push(withDefault ? `$${name}: ${type} = ${literal(value)}` : `$${name}: ${type}`);
    if (!withDefault) variables[name] = value;
    return `$${name}`;
  };
  const condition = (): string => {
    if (!conditions || random() > 0.12) return '';
    const value = random() < 0.6;
    return ` @${pick(['skip', 'include'])}(if: ${random() < 0.7 ? variable('Boolean!', value) : value})`;
  };
  const argumentsOf = ({ args }: GraphQLField<unknown, unknown>): string => {
    const given = args.filter(({ type }) => isNonNullType(type) || random() < 0.6).map(({ name, type }) => {
      const value = inputOf(type, random, pick);
      return `${name}: ${random() < 0.4 && !hasEnum(type) ? variable(String(type), value) : literal(value)}`;
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  };
  const field = (definition: GraphQLField<unknown, unknown>, left: number): string => {
    const type = getNamedType(definition.type);
    const withArguments = argumentsOf(definition);
    const alias = withArguments || random() < 0.15 ? `${random() < 0.4 ? `same_${definition.name}` : `a${(unique += 1)}`}: ` : '';
    return `${alias}${definition.name}${withArguments}${condition()}${isCompositeType(type) ? ` ${selections(type, left - 1)}` : ''}`;
  };
  const fragment = (type: GraphQLCompositeType, left: number): string => {
    const body = selections(type, left);
    if (random() < 0.6) return `... on ${type.name}${condition()} ${body}`;
    const name = `F${(unique += 1)}`;
    fragments.push(`fragment ${name} on ${type.name} ${body}`);
    return `...${name}${condition()}`;
  };
  const selections = (type: GraphQLCompositeType, left: number): string => {
    const chosen: string[] = typenames && random() < 0.3 ? [random() < 0.5 ? '__typename' : `t${(unique += 1)}: __typename`] : [];
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    for (const definition of fields) {
      const isLeaf = !isCompositeType(getNamedType(definition.type));
      if (isLeaf && definition.args.some(({ type: own }) => isNonNullType(own))) continue;
      if (isLeaf ? random() < 0.6 : left > 0 && random() < 0.5) chosen.push(field(definition, left));
    }
    if (isAbstractType(type)) for (const possible of schema.getPossibleTypes(type)) if (random() < 0.7 && left > 0) chosen.push(fragment(possible, left - 1));
    if (!isAbstractType(type) && left > 0 && random() < 0.15) chosen.push(fragment(type, left - 1));
    return `{ ${chosen.length > 0 ? chosen.join(' ') : (fields.find(({ type: own }) => !isCompositeType(getNamedType(own)))?.name ?? '__typename')} }`;
  };
  const roots = Object.values((kind === 'query' ? schema.getQueryType() : schema.getMutationType())!.getFields());
  const chosen = Array.from({ length: 1 + Math.floor(random() * 3) }, () => `r${(unique += 1)}: ${field(pick(roots), depth).replace(/^(a\d+|same_\w+): /, '')}`);
  const head = definitions.length > 0 ? `${kind} (${definitions.join(', ')})` : kind;
  return { query: `${head} { ${chosen.join(' ')} } ${fragments.join(' ')}`, variables };
}

class EnumValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  toJSON(): string {
    return this.name;
  }
}

function inputOf(type: GraphQLInputType, random: () => number, pick: <T>(from: readonly T[]) => T): unknown {
  if (isNonNullType(type)) return inputOf(type.ofType, random, pick);
  if (isListType(type)) return [inputOf(type.ofType, random, pick)];
  if (isEnumType(type)) return new EnumValue(pick(type.getValues()).name);
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const given = type.isOneOf ? [pick(fields)] : fields.filter((input) => isNonNullType(input.type) || random() < 0.2);
    return Object.fromEntries(given.map((input) => [input.name, inputOf(input.type, random, pick)]));
  }
  if (type.name === 'Int') return Math.floor(random() * 5);
  if (type.name === 'Float') return Math.floor(random() * 20) / 4;
  if (type.name === 'Boolean') return random() < 0.5;
  return `x-${Math.floor(random() * 8)}`;
}

const hasEnum = (type: GraphQLInputType): boolean => !['Int', 'Float', 'Boolean', 'String', 'ID'].includes(getNamedType(getNullableType(type)).name);

function literal(value: unknown): string {
  if (value instanceof EnumValue) return value.name;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${Object.entries(value).map(([name, inner]) => `${name}: ${literal(inner)}`).join(', ')} }`;
  return JSON.stringify(value);
}

/** Values for the variables of an operation. */
export function variablesOf(schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode, seed: number): Record<string, unknown> {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const values = variableDefinitions.flatMap(({ variable, type }) => {
    const input = typeFromAST(schema, type as NamedTypeNode) as GraphQLInputType;
    return isNonNullType(input) || random() < 0.7 ? [[variable.name.value, inputOf(input, random, pick)]] : [];
  });
  return JSON.parse(JSON.stringify(Object.fromEntries(values))) as Record<string, unknown>;
}
