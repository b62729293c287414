const scripts = [
  'Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Georgian', 'Devanagari', 'Thai', 'Hangul', 'Han', 'Hiragana', 'Katakana',
  'Bopomofo', 'Cherokee', 'Coptic',
] as const;
const patterns = scripts.map((name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, 'u') }));
const anyOther = new RegExp(`[^${scripts.map((name) => `\\p{Script=${name}}`).join('')}\\p{Script=Common}\\p{Script=Inherited}]`, 'u');

/** Scripts that are written together; Latin may be beside each of them (Unicode UTS 39, "highly restrictive"). */
const together: readonly (readonly string[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'], ['Latin', 'Han', 'Bopomofo'], ['Latin', 'Han', 'Hangul'],
];

/** Cyrillic, Greek and Armenian small letters that cannot be told from Latin ones. */
const latinTwins = /^[асеорхуіјѕһԁӏԛԝвкмнтгьοναρυικτχωοսօհոցզյ\P{L}]+$/u;
const looseMark = /\p{M}/u;

/**
 * A name that people take for another: letters of several scripts, a whole word of another script's letters that look like Latin ones, or
 * marks on Latin letters that have no such letter of their own. Expects NFKC in lower case.
 */
export function looksLikeAnother(name: string): boolean {
  const used = patterns.filter(({ pattern }) => pattern.test(name)).map((script) => script.name);
  if (anyOther.test(name)) return used.length > 0;
  if (used.length > 1) return !together.some((group) => used.every((script) => group.includes(script)));
  if (used[0] === 'Latin' || used.length === 0) return looseMark.test(name);
  return latinTwins.test(name);
}
