import { getNullableType, isEnumType, isLeafType, isNonNullType, type GraphQLOutputType } from 'graphql';
import { nameOf, type Run } from './copying/copied.ts';
import { quote } from './leafValues.ts';
import type { Write, Writing } from './responseWriter.ts';

export type FieldWriter = {
  key: string;
  dataKey: string;
  write: Write;
  /** Undefined where only `write` knows what is written. */
  type: GraphQLOutputType | undefined;
};
type HandUp = (writing: Writing, from: number, part: string | number, written: string | undefined) => void;

/**
 * Writes the fields of one selection by code made for it: a loop over fields would read objects of all shapes and call all writers at one place, which no compiler
 * makes fast. Here each field has a place of its own, and plain values that fit their type are written there; everything else is left to the field's writer.
 */
export function fieldsWriter(fields: readonly FieldWriter[], runs: readonly Run[], handUp: HandUp): Write {
  const code = fields.map((field, index) => fieldCode(field, index));
  for (const run of runs) {
    const [from, to] = [run.fields[0]!, run.fields.at(-1)!].map(({ key }) => fields.findIndex((field) => field.key === key)) as [number, number];
    code[from] = `value = object[${JSON.stringify(nameOf(run))}]; if (value !== undefined) text += ${from === 0 ? '' : "',' + "}value; else { ${code[from]!}`;
    code[to] += '}';
  }
  const names = fields.map((_, index) => `write${index}`);
  const body = `return (object, writing) => { let text = '{', value, written, known; ${code.join('')} return text + '}'; };`;
  // Names of fields, which clients choose, stand in it as JSON, so as texts.
  const make = new Function('quote', 'handUp', ...names, body) as (...parts: unknown[]) => Write;
  return make(quote, handUp, ...fields.map(({ write }) => write));
}

const fieldCode = ({ key, dataKey, type }: FieldWriter, index: number): string => `
  value = object[${JSON.stringify(dataKey)}];
  written = ${type ? plainValue(type) : 'undefined'};
  if (written === undefined) {
    known = writing.notes.length;
    written = write${index}(value, writing);
    if (writing.notes.length > known) handUp(writing, known, ${JSON.stringify(key)}, written);
    if (written === undefined) return undefined;
  }
  text += ${JSON.stringify(`${index === 0 ? '' : ','}${JSON.stringify(key)}:`)} + written;`;

/** An expression: the JSON text of `value`, or undefined. */
function plainValue(type: GraphQLOutputType): string {
  const named = getNullableType(type);
  const text = isLeafType(named) && !isEnumType(named) ? (plainTexts.get(named.name) ?? plainString) : 'undefined';
  return isNonNullType(type) ? text : `value === null ? 'null' : ${text}`;
}

const number = `(value | 0) === value ? '' + value : undefined`;
const boolean = `value === true ? 'true' : value === false ? 'false' : undefined`;
const plainTexts = new Map([['Int', number], ['Float', number], ['Boolean', boolean]]);
/** Of texts, ids and scalars that nobody here knows. */
const plainString = `typeof value === 'string' ? quote(value) : undefined`;
