import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';

export type Tokens = {
  /** How deep brackets of any kind stand within each other: whoever parses calls itself as often, and has only so much room. */
  nesting: number;
  /** Characters of the longest name: errors and answers repeat it, answers for each item of a list. */
  nameLength: number;
};

const opening = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Read by GraphQL's own lexer, which calls nothing again, up to the end or to what is no token: no parser comes further. */
export function measureTokens(text: string): Tokens {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  let nesting = 0;
  let nameLength = 0;
  for (let token = next(lexer); token && token.kind !== TokenKind.EOF; token = next(lexer)) {
    if (opening.has(token.kind)) nesting = Math.max(nesting, (depth += 1));
    else if (closing.has(token.kind)) depth -= 1;
    else if (token.kind === TokenKind.NAME) nameLength = Math.max(nameLength, token.end - token.start);
  }
  return { nesting, nameLength };
}

function next(lexer: Lexer) {
  try {
    return lexer.advance();
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}
