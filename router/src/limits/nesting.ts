const stringsCommentsAndBrackets = /"""(?:[^\\]|\\(?!""")|\\""")*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[{[(]|[}\])]/g;

/** How deep brackets of any kind stand within each other: whoever parses calls itself as often, and has only so much room. */
export function deepestNesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(stringsCommentsAndBrackets)) {
    if (token === '{' || token === '[' || token === '(') deepest = Math.max(deepest, (depth += 1));
    else if (token === '}' || token === ']' || token === ')') depth -= 1;
  }
  return deepest;
}
