import { createReader } from './messages.ts';

const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n';

const withMoreHeaders = 'POST /ticket HTTP/1.1\r\nauthorization: Bearer a.b.c\r\nuser-id: content-length: 9\r\nx-content-length: 3\r\ncontent-length: 5\r\n\r\nhello';

test('what gateways forward besides changes nothing', () => {
  const bodies: string[] = [];
  createReader(({ body }) => bodies.push(body.toString()))(Buffer.from(withMoreHeaders + withMoreHeaders));
  expect(bodies).toEqual(['hello', 'hello']);
});

test.each([1, 7, 1_000])('messages are read however the bytes come: %i at a time', (size) => {
  const bodies: string[] = [];
  const read = createReader(({ body }) => bodies.push(body.toString()));
  const bytes = Buffer.from(plain + chunked + plain);
  for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
  expect(bodies).toEqual(['hello', 'abcdefg', 'hello']);
});
