import type { Shape } from './answerShape.ts';
import { AnswerText } from './answerText.ts';
import * as jsonText from './jsonText.ts';
import { readerCode } from './readerCode.ts';

/** Reads an answer that is as expected and has no errors; undefined: it is to be read as JSON. */
export type AnswerReader = (body: Buffer) => { data: Record<string, unknown> } | undefined;

export function compileReader(shape: Shape): AnswerReader {
  const { code, enums } = readerCode(shape);
  const answer = new AnswerText();
  const make = new Function('answer', 'enums', ...Object.keys(jsonText), code) as (...parts: unknown[]) => (bytes: Buffer) => Record<string, unknown> | null;
  const read = make(answer, enums, ...Object.values(jsonText));
  return (bytes) => {
    answer.begin(bytes);
    try {
      const data = read(bytes);
      return data ? { data } : undefined;
    } catch (error) {
      if (error === jsonText.unfit || error instanceof SyntaxError) return undefined;
      throw error;
    } finally {
      answer.forget();
    }
  };
}
