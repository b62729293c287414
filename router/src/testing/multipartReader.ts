/** Reads a multipart subscription as its protocol says, and nothing else: throws at the first byte that does not belong there. */
export async function* readMultipart(response: Response): AsyncGenerator<Record<string, any>, void, void> {
  const boundary = /^multipart\/mixed;boundary="([^"]+)";subscriptionSpec=1\.0$/.exec(response.headers.get('content-type') ?? '')?.[1];
  if (!boundary) throw new Error(`not a multipart subscription: ${response.status} ${response.headers.get('content-type')}`);
  const delimiter = `\r\n--${boundary}`;
  let buffer = '';
  let preamble = true;
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    buffer += chunk;
    for (let at = buffer.indexOf(delimiter); at >= 0; at = buffer.indexOf(delimiter)) {
      if (preamble ? at !== 0 : !buffer.startsWith('\r\n')) throw new Error(`not a part: ${buffer}`);
      const part = buffer.slice(0, at);
      buffer = buffer.slice(at + delimiter.length);
      if (!preamble) yield bodyOf(part);
      preamble = false;
    }
    if (buffer === '--\r\n') return;
  }
  throw new Error('the stream broke off without its last boundary');
}

function bodyOf(part: string): Record<string, any> {
  const [headers, body, ...more] = part.slice(2).split('\r\n\r\n');
  if (headers !== 'content-type: application/json' || more.length > 0) throw new Error(`not a part: ${part}`);
  return JSON.parse(body!);
}
