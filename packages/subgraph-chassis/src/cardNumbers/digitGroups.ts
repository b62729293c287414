/** A run of digits in a text: its ASCII digits, and where each of them stands. */
export type DigitGroup = { digits: string; start: number; end: number };

/** Up to three separators, as people and forms write them: spaces, line breaks, dots, dashes, slashes, invisible characters. */
const separator = /^[\s\p{Z}\p{Cf}.,·•_/|\p{Pd}]{1,3}$/u;
/** The zeros of the decimal digits that NFKC does not fold to ASCII: Arabic, Persian, Devanagari, Bengali, Thai. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

/** Digits that may belong together: groups with nothing but separators between them, in chains. */
export function digitChains(text: string): DigitGroup[][] {
  const chains: DigitGroup[][] = [];
  for (const group of digitGroups(text)) {
    const chain = chains.at(-1);
    const previous = chain?.at(-1);
    if (chain && previous && separator.test(text.slice(previous.end, group.start))) chain.push(group);
    else chains.push([group]);
  }
  return chains;
}

function digitGroups(text: string): DigitGroup[] {
  return [...text.matchAll(/\p{Nd}+/gu)].map((match) => ({
    digits: Array.from(match[0], asciiDigit).join(''),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function asciiDigit(character: string): string {
  const folded = character.normalize('NFKC');
  if (folded >= '0' && folded <= '9') return folded;
  const code = folded.codePointAt(0)!;
  const zero = zeros.find((each) => code >= each && code <= each + 9);
  // A digit of another script: it separates, since no card is written with it.
  return zero === undefined ? 'x' : String(code - zero);
}
