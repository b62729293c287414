import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';

export type Path = readonly (string | number)[];
export type Written = { value: unknown; mistakes: string[]; lineOf: (path: Path, key?: string) => number };

/** A YAML text as a value that knows on which line each of its parts stands. */
export function readYaml(text: string): Written {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  return {
    value: document.errors.length > 0 ? undefined : (document.toJS() as unknown),
    mistakes: document.errors.map(({ message, pos }) => `${lineAt(pos[0])}: is not YAML: ${message}`),
    lineOf: (path, key) => lineAt(offsetOf(document, path, key)),
  };
}

/** Of the key, or of the value at the path, or of what is nearest around it. */
function offsetOf(document: Document, path: Path, key: string | undefined): number {
  let offset = 0;
  let node = document.contents as Node | null | undefined;
  for (const part of key === undefined ? path : [...path, key]) {
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part)) : undefined;
    const next = pair ? (pair.value as Node | null) : isSeq(node) ? (node.items[Number(part)] as Node | undefined) : undefined;
    if (!pair && !next) break;
    offset = (pair?.key as Node | undefined)?.range?.[0] ?? next?.range?.[0] ?? offset;
    node = next;
  }
  return offset;
}
