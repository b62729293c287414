import chardet from 'chardet';

export type Decoded = { text: string; /** A label of the Encoding Standard, e.g. `utf-8` or `windows-1252`. */ encoding: string };

/** Below this, chardet's guess is taken for Windows-1252, which spreadsheets of Western Europe write. */
const leastConfidence = 45;
const westEuropean = /^(?:iso-8859-(?:1|2|9|15)|windows-125[02]|ascii|utf-8)$/i;

/**
 * The text of a file. A byte order mark decides, then whether all of it is valid UTF-8, then the statistics of chardet.
 * @param wanted what the person says; @throws when it is no encoding, or the bytes are not valid in it
 */
export function decodeText(bytes: Uint8Array, wanted?: string): Decoded {
  const encoding = wanted ?? detectEncoding(bytes);
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding: new TextDecoder(encoding).encoding };
  } catch (error) {
    if (error instanceof RangeError) throw new Error(`--encoding ${encoding} is not known: e.g. utf-8, windows-1252, utf-16le.`, { cause: error });
    throw new Error(`The file is not valid ${encoding}: say which it is with --encoding, e.g. windows-1252.`, { cause: error });
  }
}

function detectEncoding(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const wide = utf16WithoutMark(bytes);
  if (wide) return wide;
  if (isUtf8(bytes)) return 'utf-8';
  const [best] = chardet.analyse(linesBeyondAscii(bytes));
  return best && best.confidence >= leastConfidence && !westEuropean.test(best.name) && isKnown(best.name) ? best.name : 'windows-1252';
}

/** The statistics are about letters: lines of plain ASCII, such as the header, would only blur them. */
function linesBeyondAscii(bytes: Uint8Array): Uint8Array {
  const lines = Buffer.from(bytes.subarray(0, 1_000_000)).toString('latin1').split('\n');
  return Buffer.from(lines.flatMap((line) => line.match(/[^\s,;"]*[\x80-\xff][^,;"]*/g) ?? []).join('\n'), 'latin1');
}

/** In UTF-16, every other byte of a header in Latin letters is zero. */
function utf16WithoutMark(bytes: Uint8Array): string | undefined {
  const start = bytes.subarray(0, 200);
  const zeros = [0, 1].map((odd) => start.filter((byte, at) => byte === 0 && at % 2 === odd).length);
  const many = start.length / 4;
  if (zeros[1]! > many && zeros[0] === 0) return 'utf-16le';
  return zeros[0]! > many && zeros[1] === 0 ? 'utf-16be' : undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function isKnown(encoding: string): boolean {
  try {
    return new TextDecoder(encoding).encoding !== '';
  } catch {
    return false;
  }
}
