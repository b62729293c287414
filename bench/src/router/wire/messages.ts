/** One HTTP/1.1 message: the first line, whatever else stands in its head, and its body. */
export type Message = { head: string; body: Buffer };

const blankLine = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');

/**
 * Cuts the bytes of one connection into messages. Much less than a parser of HTTP: just enough for both ends of a bench, which must cost less
 * than what is measured between them.
 */
export function createReader(onMessage: (message: Message) => void): (bytes: Buffer) => void {
  let pieces: Buffer[] = [];
  let length = 0;
  let needed = 0;
  return (bytes) => {
    pieces.push(bytes);
    length += bytes.length;
    if (length < needed) return;
    let rest = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length);
    needed = 0;
    while (rest.length > 0) {
      const read = readMessage(rest);
      if (typeof read === 'number') {
        needed = read;
        break;
      }
      rest = rest.subarray(read.end);
      onMessage(read.message);
    }
    pieces = rest.length > 0 ? [rest] : [];
    length = rest.length;
  };
}

/** Where the first message ends, or how many bytes there must be before it is worth looking again. */
function readMessage(bytes: Buffer): { message: Message; end: number } | number {
  const headEnd = bytes.indexOf(blankLine);
  if (headEnd < 0) return bytes.length + 1;
  const head = bytes.toString('latin1', 0, headEnd);
  const start = headEnd + blankLine.length;
  const declared = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (declared !== undefined) {
    const end = start + Number(declared);
    return bytes.length < end ? end : { message: { head, body: bytes.subarray(start, end) }, end };
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { message: { head, body: Buffer.alloc(0) }, end: start };
  const chunked = readChunks(bytes, start);
  return chunked ? { message: { head, body: chunked.body }, end: chunked.end } : bytes.length + 1;
}

function readChunks(bytes: Buffer, from: number): { body: Buffer; end: number } | undefined {
  const chunks: Buffer[] = [];
  for (let at = from; ; ) {
    const sizeEnd = bytes.indexOf(lineEnd, at);
    if (sizeEnd < 0) return undefined;
    const size = parseInt(bytes.toString('latin1', at, sizeEnd), 16);
    const begin = sizeEnd + lineEnd.length;
    const end = begin + size + lineEnd.length;
    if (bytes.length < end) return undefined;
    if (size === 0) return { body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks), end };
    chunks.push(bytes.subarray(begin, begin + size));
    at = end;
  }
}
