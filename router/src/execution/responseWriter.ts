import { getNullableType, isCompositeType, isLeafType, isListType, isNonNullType, isObjectType, type GraphQLCompositeType, type GraphQLError, type GraphQLNullableType, type GraphQLOutputType, type SelectionSetNode } from 'graphql';
import { runsOf } from './copying/copied.ts';
import type { Selected } from './copying/selected.ts';
import { fieldsWriter, type FieldWriter } from './fieldsWriter.ts';
import type { JsonObject } from './jsonValue.ts';
import { leafWriter } from './leafValues.ts';
import type { DataKey } from './planningDocuments.ts';
import { selectionOn, type SelectedField, type Selecting } from './selectedFields.ts';

/** A value that does not fit the schema, or with `refusal` one that the caller may not have. */
export type Fault = { message: string; path: (string | number)[]; refusal?: GraphQLError };
/** Where a deferred fragment stands in what was written. */
export type DeferredPlace = { label: string; object: JsonObject; write: Write; path: (string | number)[] };
/** What was noticed on the way; paths grow while they are handed up. */
export type Writing = { notes: (Fault | DeferredPlace)[] };

const isFault = (note: Fault | DeferredPlace): note is Fault => 'message' in note;
const isPlace = (note: Fault | DeferredPlace): note is DeferredPlace => !isFault(note);
export const faultsOf = ({ notes }: Writing): Fault[] => notes.filter(isFault);
export const deferredPlacesOf = ({ notes }: Writing): DeferredPlace[] => notes.filter(isPlace);

/** JSON text; undefined: there is no value and a fault says why, so a place that must not be null is itself without a value. */
export type Write = (value: unknown, writing: Writing) => string | undefined;

export type WriterParts = Selecting & {
  dataKey: DataKey;
  /** What may be copied of what is written here. */
  selected?: Selected | undefined;
};

/** Writes the answer's JSON straight from what subgraphs sent: only what was selected, nulls handed up as the schema says. */
export function compileWriter(parts: WriterParts, root: GraphQLCompositeType, sets: readonly SelectionSetNode[]): (data: JsonObject, writing: Writing) => string {
  const write = objectWriter(parts, root, sets);
  return (data, writing) => {
    const text = write(data, writing);
    if (text === undefined) writing.notes = faultsOf(writing);
    return text ?? 'null';
  };
}

function typeWriter(parts: WriterParts, type: GraphQLOutputType, sets: readonly SelectionSetNode[], place: string): Write {
  const write = nullableWriter(parts, getNullableType(type), sets, place);
  if (!isNonNullType(type)) return (value, writing) => (value == null ? 'null' : (write(value, writing) ?? 'null'));
  return (value, writing) => (value == null ? fault(writing, `Cannot return null for non-nullable ${place}.`) : write(value, writing));
}

function nullableWriter(parts: WriterParts, type: GraphQLNullableType & GraphQLOutputType, sets: readonly SelectionSetNode[], place: string): Write {
  if (isListType(type)) return listWriter(typeWriter(parts, type.ofType, sets, `element of ${place}`), place);
  if (isLeafType(type)) {
    const writeLeaf = leafWriter(type);
    return (value, writing) => writeLeaf(value) ?? fault(writing, `Invalid value found for ${place}.`);
  }
  const write = compositeWriter(parts, type, sets, place);
  return (value, writing) => (typeof value === 'object' ? write(value, writing) : fault(writing, `Invalid value found for ${place}.`));
}

/** Looks at every element, also after one that has no value, so that all faults are told. */
function listWriter(writeElement: Write, place: string): Write {
  return (value, writing) => {
    if (!Array.isArray(value)) return fault(writing, `Invalid value found for ${place}.`);
    let text = '[';
    let complete = true;
    for (let index = 0; index < value.length; index += 1) {
      const known = writing.notes.length;
      const element = writeElement(value[index], writing);
      if (writing.notes.length > known) handUp(writing, known, index, element);
      if (element === undefined) complete = false;
      else text += index === 0 ? element : `,${element}`;
    }
    return complete ? `${text}]` : undefined;
  };
}

const compositeWriter = (parts: WriterParts, type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: string): Write =>
  isObjectType(type) ? objectWriter(parts, type, sets) : abstractWriter(parts, type, sets, place);

function abstractWriter(parts: WriterParts, type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: string): Write {
  const writers = new Map<unknown, Write | undefined>();
  const writerOf = (name: unknown): Write | undefined => {
    const actual = name === undefined ? type : parts.schema.getType(String(name));
    return isCompositeType(actual) && 'getFields' in actual ? objectWriter(parts, actual, sets) : undefined;
  };
  return (value, writing) => {
    const name = (value as JsonObject)['__typename'];
    if (!writers.has(name)) writers.set(name, writerOf(name));
    const write = writers.get(name);
    return write ? write(value, writing) : fault(writing, `Invalid __typename found for object at ${place}.`);
  };
}

/** Compiled when the first such object comes: most types that an operation could meet it never meets. */
function objectWriter(parts: WriterParts, type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Write {
  let write: Write | undefined;
  return (value, writing) => (write ??= selectionWriter(parts, type, sets))(value, writing);
}

function selectionWriter(parts: WriterParts, type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Write {
  const { fields, deferred } = selectionOn(parts, type, sets);
  const write = fieldsWriter(fields.map((field) => fieldWriter(parts, type, field)), parts.selected ? runsOf(parts.selected) : [], handUp);
  if (deferred.length === 0) return write;
  // the type of an interface object may be known only when what is deferred has been fetched
  const later = deferred.map(({ label, set }) => ({ label, write: compositeWriter(parts, type, [set], type.name) }));
  return (value, writing) => {
    const text = write(value, writing);
    if (text !== undefined) for (const part of later) writing.notes.push({ ...part, object: value as JsonObject, path: [] });
    return text;
  };
}

function fieldWriter(parts: WriterParts, type: GraphQLCompositeType, { key, node, sets, refusal }: SelectedField): FieldWriter {
  const name = node.name.value;
  const dataKey = parts.dataKey(node);
  const inner = { ...parts, selected: parts.selected?.under(dataKey) };
  if (refusal) return { key, dataKey, type: undefined, write: refusedWriter(type, name, refusal) };
  return { key, dataKey, type: 'getFields' in type ? type.getFields()[name]?.type : undefined, write: writerNamed(inner, type, name, sets) };
}

function writerNamed(parts: WriterParts, type: GraphQLCompositeType, name: string, sets: readonly SelectionSetNode[]): Write {
  const place = `field ${type.name}.${name}`;
  if (name === '__typename') return isObjectType(type) ? () => JSON.stringify(type.name) : (_value, writing) => fault(writing, `Invalid __typename found for ${place}.`);
  if (name === '__schema' || name === '__type') return (value) => JSON.stringify(value ?? null);
  const field = 'getFields' in type ? type.getFields()[name] : undefined;
  return typeWriter(parts, field!.type, sets, place);
}

/** Looks at no value, whatever came. */
function refusedWriter(type: GraphQLCompositeType, name: string, refusal: GraphQLError): Write {
  const field = 'getFields' in type ? type.getFields()[name] : undefined;
  const written = isNonNullType(field?.type) ? undefined : 'null';
  return (_value, { notes }) => {
    notes.push({ message: refusal.message, path: [], refusal });
    return written;
  };
}

function fault(writing: Writing, message: string): undefined {
  writing.notes.push({ message, path: [] });
}

/** Where nothing was written in the end, nothing can come later. */
function handUp(writing: Writing, from: number, part: string | number, written: string | undefined): void {
  if (written === undefined || written === 'null') writing.notes = writing.notes.filter((note, index) => index < from || isFault(note));
  for (let index = from; index < writing.notes.length; index += 1) writing.notes[index]!.path.unshift(part);
}
