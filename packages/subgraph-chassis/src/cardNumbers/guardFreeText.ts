import { defaultFieldResolver, getNamedType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { badUserInput } from '../graphqlErrors.ts';
import { userError } from '../userError.ts';
import { holdsCardNumber, maskCardNumbers } from './cardNumbers.ts';
import { mapFreeText } from './freeText.ts';

type Field = GraphQLField<unknown, unknown>;
type Arguments = Record<string, unknown>;

/** In a subgraph's SDL, on a mutation that brings in what other systems hold: card numbers are masked there, not refused. */
const maskingDirective = 'masksCardNumbers';

/**
 * Puts a check before every mutation: a text with the number of a payment card is answered with the userError CARD_NUMBER_REFUSED, and
 * nothing else happens. Every subgraph has it, so that no context stores a card number by accident.
 */
export function guardFreeText(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = field.resolve ?? defaultFieldResolver;
    const masks = field.astNode?.directives?.some(({ name }) => name.value === maskingDirective);
    field.resolve = masks ? masking(field, resolve) : refusing(field, resolve);
  }
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;

const masking = (field: Field, resolve: Resolver): Resolver => (source, args: Arguments, context, info) =>
  resolve(source, mapArguments(field, args, maskCardNumbers), context, info);

const refusing = (field: Field, resolve: Resolver): Resolver => (source, args: Arguments, context, info) => {
  const at = fieldWithCardNumber(field, args);
  return at === undefined ? resolve(source, args, context, info) : refused(field, at);
};

function fieldWithCardNumber(field: Field, args: Arguments): string | undefined {
  let at: string | undefined;
  mapArguments(field, args, (text, path) => {
    if (at === undefined && holdsCardNumber(text)) at = path;
    return text;
  });
  return at;
}

/** Fields of the argument `input` are named as `userErrors` name them, without it. */
function mapArguments(field: Field, args: Arguments, map: (text: string, path: string) => string): Arguments {
  const mapped = field.args
    .filter(({ name }) => args[name] !== undefined)
    .map(({ name, type }) => [name, mapFreeText(type, args[name], name === 'input' ? '' : name, map)] as const);
  return { ...args, ...Object.fromEntries(mapped) };
}

function refused(field: Field, at: string): unknown {
  const message = `\`${at}\` seems to hold the number of a payment card. Remove it: it is not needed here, and it was not kept.`;
  const payload = getNamedType(field.type);
  const fields = isObjectType(payload) ? Object.values(payload.getFields()) : [];
  if (!fields.some(({ name }) => name === 'userErrors')) throw badUserInput(message, at);
  const empty = fields.filter(({ type }) => isNonNullType(type) && isListType(type.ofType)).map(({ name }) => [name, []]);
  return { ...Object.fromEntries(empty), userErrors: [userError('CARD_NUMBER_REFUSED', message, at)] };
}
