import { getNullableType, isInputObjectType, isListType, isScalarType, type GraphQLInputType } from 'graphql';

/** Texts that programs make or that are secret: nothing is looked for in them, and they are stored as hashes. */
const notFreeText = /(?:password|idempotencyKey)$/i;

/** @param field where the text stands, e.g. `publishArticle.tags[0]` */
type MapText = (text: string, field: string) => string;

/** A coerced input value with each text in it that people wrote replaced by what `map` gives. */
export function mapFreeText(type: GraphQLInputType, value: unknown, field: string, map: MapText): unknown {
  const inner = getNullableType(type);
  if (value === null || value === undefined) return value;
  if (isListType(inner) && Array.isArray(value))
    return value.map((item, index) => mapFreeText(inner.ofType as GraphQLInputType, item, `${field}[${index}]`, map));
  if (isInputObjectType(inner)) {
    const fields = inner.getFields();
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const known = fields[name];
        return [name, known ? mapFreeText(known.type, item, field ? `${field}.${name}` : name, map) : item];
      }),
    );
  }
  const isText = isScalarType(inner) && inner.name === 'String' && typeof value === 'string';
  return isText && !notFreeText.test(field) ? map(value, field) : value;
}
