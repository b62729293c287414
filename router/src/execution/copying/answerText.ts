import { isAscii } from 'node:buffer';
import { isNull, nestedEnd, nullEnd, scalarEnd, stringEnd } from './jsonText.ts';

const [quotationMark, brace, bracket] = Array.from('"{[', (character) => character.charCodeAt(0));

/** The answer that is being read, and how far it has been. */
export class AnswerText {
  /** Behind the value that was read last. */
  end = 0;
  #bytes: Buffer = Buffer.alloc(0);
  /** Where each byte is a character, which costs less to cut. */
  #characters: string | undefined;

  begin(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#characters = isAscii(bytes) ? bytes.toString('latin1') : undefined;
  }
  /** So that nothing of it stays in memory. */
  forget(): void {
    this.#bytes = Buffer.alloc(0);
    this.#characters = undefined;
  }
  cut(from: number, to: number): string {
    return this.#characters === undefined ? this.#bytes.toString('utf8', from, to) : this.#characters.slice(from, to);
  }
  /** Any JSON. @throws what JSON.parse throws */
  value(at: number): unknown {
    const bytes = this.#bytes;
    const first = bytes[at];
    if (first === quotationMark) return this.#string(at);
    if (isNull(bytes, at)) return (this.end = nullEnd(bytes, at), null);
    this.end = first === brace || first === bracket ? nestedEnd(bytes, at) : scalarEnd(bytes, at);
    return JSON.parse(this.cut(at, this.end)) as unknown;
  }
  #string(at: number): string {
    this.end = stringEnd(this.#bytes, at);
    const inside = this.cut(at + 1, this.end - 1);
    return inside.includes('\\') ? (JSON.parse(`"${inside}"`) as string) : inside;
  }
}
