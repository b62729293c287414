import { isEnumType, isSpecifiedScalarType, type GraphQLLeafType } from 'graphql';
import type { Part, Shape } from './answerShape.ts';
import type { Copied, CopiedField } from './copied.ts';

/**
 * The source of `(bytes) => data`, made for one query for the same reason as the writer's: each field has a place of its own. It needs everything that
 * `jsonText.ts` exports, `answer` (an AnswerText) and `enums`, the texts of the values of each enum that it names.
 */
export function readerCode(shape: Shape): { code: string; enums: Buffer[][] } {
  const functions: string[] = [];
  const enums: Buffer[][] = [];
  /** A function for each object and list: one for all would be too long for the compiler. */
  const call = (body: string): string => `f${functions.push(`const f${functions.length} = (bytes, at) => { ${body} };`) - 1}(bytes, at)`;

  /** An expression: where the value ends that must stand at `at`. */
  const endOf = (copied: Copied): string => {
    switch (copied.kind) {
      case 'leaf': return leafEnd(copied.type);
      case 'typename': return call(`${expect(JSON.stringify(copied.name))} return at;`);
      case 'object': return call(`${expect('{')} ${passedFields(copied.fields, 0)} ${expect('}')} return at;`);
      case 'list': return call(`${eachElement(passed(copied.of))} return at;`);
    }
  };
  const leafEnd = (type: GraphQLLeafType): string => {
    if (isEnumType(type)) return `oneOfEnd(bytes, at, enums[${enums.push(type.getValues().map(({ name }) => Buffer.from(JSON.stringify(name)))) - 1}])`;
    return `${isSpecifiedScalarType(type) ? scalarEnds[type.name]! : 'scalarEnd'}(bytes, at)`;
  };
  const passed = (copied: Copied): string => (copied.isNullable ? `at = isNull(bytes, at) ? nullEnd(bytes, at) : ${endOf(copied)};` : `at = ${endOf(copied)};`);
  const passedFields = (fields: readonly CopiedField[], before: number): string => fields.map(({ key, value }, index) => expect(label(key, before + index)) + passed(value)).join('\n');

  /** An expression: the value that stands at `at`; leaves `answer.end` behind it. */
  const valueOf = (one: Shape): string => {
    switch (one.kind) {
      case 'value': return 'answer.value(at)';
      case 'typename': return call(`${expect(JSON.stringify(one.name))} answer.end = at; return ${JSON.stringify(one.name)};`);
      case 'list': return call(`${orNull} const elements = []; ${eachElement(`elements.push(${valueOf(one.of)}); at = answer.end;`)} answer.end = at; return elements;`);
      case 'object': return call(`${orNull} ${expect('{')} ${valuesOf(one.parts)}`);
    }
  };
  const valuesOf = (parts: readonly Part[]): string => {
    let fields = 0;
    const code = parts.map((part, index) => {
      const before = fields;
      fields += 'run' in part ? part.fields.length : 1;
      if (!('run' in part)) return `${expect(label(part.key, before))} const p${index} = ${valueOf(part.shape)}; at = answer.end;`;
      return `const from${index} = at + ${before === 0 ? 0 : 1}; ${passedFields(part.fields, before)} const p${index} = answer.cut(from${index}, at);`;
    });
    const properties = parts.map((part, index) => `${JSON.stringify('run' in part ? part.run : part.key)}: p${index}`);
    return `${code.join('\n')} ${expect('}')} answer.end = at; return { ${properties.join()} };`;
  };

  const data = valueOf(shape);
  return { enums, code: `${functions.join('\n')} return (bytes) => { let at = 0; ${expect('{"data":')} const data = ${data}; at = answer.end; ${expect('}')} blankEnd(bytes, at); return data; };` };
}

const scalarEnds: Record<string, string> = { String: 'stringEnd', ID: 'idEnd', Int: 'integerEnd', Float: 'numberEnd', Boolean: 'booleanEnd' };

const label = (key: string, before: number): string => `${before === 0 ? '' : ','}${JSON.stringify(key)}:`;
const byte = (character: string): number => character.charCodeAt(0);

/** Passes a text that must stand at `at`. */
function expect(text: string): string {
  const bytes = [...Buffer.from(text)];
  return `if (${bytes.map((one, index) => `bytes[at + ${index}] !== ${one}`).join(' || ')}) throw unfit; at += ${bytes.length};`;
}

const orNull = 'if (isNull(bytes, at)) { answer.end = nullEnd(bytes, at); return null; }';

const eachElement = (code: string): string => `
  ${expect('[')}
  if (bytes[at] === ${byte(']')}) at += 1;
  else for (;;) {
    ${code}
    const next = bytes[at];
    at += 1;
    if (next === ${byte(']')}) break;
    if (next !== ${byte(',')}) throw unfit;
  }`;
