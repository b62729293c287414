/**
 * A mark makes whatever carries it unlike anything before: the client puts one into its request, the subgraphs hang it on every id that they
 * give out, so it comes back in each id, each later call and each answer, and nothing can be shared between two requests.
 */
const digits = 8;
const pattern = /~\d{8}/g;

export const noMark = `~${'0'.repeat(digits)}`;
export const markOf = (number: number): string => `~${String(number).padStart(digits, '0')}`;

/** The text without marks, and the mark that it had. @throws when it had two: then a gateway has put two requests into one */
export function withoutMarks(text: string): { text: string; mark: string } {
  const at = text.indexOf('~');
  if (at < 0) return { text, mark: noMark };
  const mark = text.slice(at, at + noMark.length);
  const rest = text.replaceAll(mark, '');
  const other = pattern.exec(rest);
  pattern.lastIndex = 0;
  if (other) throw new Error(`two requests in one call: ${mark} and ${other[0]}`);
  return { text: rest, mark };
}

/** Ids are all the strings of the form `name-12`. */
export const markIds = (json: string): string => json.replaceAll(/"([A-Za-z]+-\d+)"/g, `"$1${noMark}"`);

export type Stamped = (mark: string) => Buffer;

/** A text with marks, ready to be given other ones. The buffer is the same each time: it is used before the next one is asked for. */
export function stamp(text: string): Stamped {
  const bytes = Buffer.from(text);
  const places: number[] = [];
  for (let at = bytes.indexOf('~'); at >= 0; at = bytes.indexOf('~', at + 1)) if (/^~\d{8}$/.test(bytes.toString('latin1', at, at + noMark.length))) places.push(at);
  let current = '';
  return (mark) => {
    if (mark === current) return bytes;
    current = mark;
    for (const place of places) bytes.write(mark, place, 'latin1');
    return bytes;
  };
}
