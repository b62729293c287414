import type { Random } from '../../../chaos/src/random.ts';
import { garbage } from './words.ts';

const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

type Frame = {
  opcode: number;
  payload: Buffer;
  fin?: boolean;
  reserved?: number;
  masked?: boolean;
  /** What the head claims. */ length?: number;
};

export function frame(
  random: Random,
  { opcode, payload, fin = true, reserved = 0, masked = true, length = payload.length }: Frame,
): Buffer {
  const head = [(fin ? 0x80 : 0) | (reserved << 4) | opcode];
  const flag = masked ? 0x80 : 0;
  if (length < 126) head.push(flag | length);
  else if (length < 65_536) head.push(flag | 126, length >> 8, length & 255);
  else head.push(flag | 127, ...sixtyFourBits(length));
  if (!masked) return Buffer.concat([Buffer.from(head), payload]);
  const mask = Buffer.from(Array.from({ length: 4 }, () => random.below(256)));
  return Buffer.concat([Buffer.from(head), mask, payload.map((byte, index) => byte ^ mask[index % 4]!)]);
}

function sixtyFourBits(length: number): number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return [...bytes];
}

const closeWith = (code: number, reason = ''): Buffer =>
  Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason, 'latin1')]);

/** Frames of which most break the protocol in one way. */
export const oddFrame = (random: Random): Buffer => {
  const text = Buffer.from(garbage(random, random.below(300)), 'latin1');
  const { continuation, ping, pong, close, binary } = opcodes;
  const kinds: (() => Buffer)[] = [
    () => frame(random, { opcode: opcodes.text, payload: text }),
    () => frame(random, { opcode: opcodes.text, payload: Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80]) }),
    () => frame(random, { opcode: opcodes.text, payload: text, masked: false }),
    () => frame(random, { opcode: opcodes.text, payload: text, reserved: 1 + random.below(7) }),
    () => frame(random, { opcode: opcodes.text, payload: text, fin: false }),
    () => frame(random, { opcode: continuation, payload: text, fin: random.chance(0.5) }),
    () => frame(random, { opcode: binary, payload: text }),
    () => frame(random, { opcode: 3 + random.below(5), payload: text }),
    () => frame(random, { opcode: 11 + random.below(5), payload: text }),
    () => frame(random, { opcode: ping, payload: text, fin: random.chance(0.5) }),
    () => Buffer.concat(Array.from({ length: 200 }, () => frame(random, { opcode: ping, payload: Buffer.from('x') }))),
    () => frame(random, { opcode: pong, payload: Buffer.alloc(random.below(126)) }),
    () =>
      frame(random, {
        opcode: close,
        payload: closeWith(
          random.pick([0, 999, 1000, 1004, 1005, 1006, 1015, 2999, 4400, 4500, 65_535]),
          garbage(random, random.below(124)),
        ),
      }),
    () => frame(random, { opcode: close, payload: Buffer.from([3]) }),
    () =>
      frame(random, {
        opcode: opcodes.text,
        payload: text,
        length: random.pick([70_000, 5_000_000, 2 ** 32, Number.MAX_SAFE_INTEGER]),
      }),
    () => frame(random, { opcode: opcodes.text, payload: Buffer.alloc(70_000, 'a') }),
    () =>
      Buffer.concat(
        Array.from({ length: 300 }, () =>
          frame(random, { opcode: continuation, payload: Buffer.from('a'), fin: false }),
        ),
      ),
    () => Buffer.from(garbage(random, 1 + random.below(200)), 'latin1'),
  ];
  return random.pick(kinds)();
};

const messages = (random: Random): string[] => {
  const id = random.pick([
    '"1"',
    '"2"',
    '""',
    '1',
    'null',
    '"__proto__"',
    '"constructor"',
    JSON.stringify('a'.repeat(200)),
    '{"a":1}',
  ]);
  const payload = random.pick([
    '{"query":"subscription { ticketChanged(id: \\"x\\") { cursor } }"}',
    '{"query":"{ __typename }"}',
    '{"query":"mutation { logout { userErrors { code } } }"}',
    '{"query":1}',
    '{}',
    'null',
    '[]',
    '"x"',
    '{"query":"{"}',
    '{"query":"{ __typename }","variables":"x"}',
    '{"query":"{ __typename }","operationName":7}',
    '{"query":"{ __typename }","extensions":[]}',
    '{"documentId":1}',
    '{"query":"subscription { a }","extensions":{"proof":"..."}}',
    '{"query":"subscription { a }","extensions":{"proof":7}}',
  ]);
  return [
    '{"type":"connection_init"}',
    `{"type":"connection_init","payload":${payload}}`,
    '{"type":"connection_init","payload":{"authorization":"Bearer x"}}',
    '{"type":"connection_init","payload":{"authorization":{}}}',
    `{"type":"subscribe","id":${id},"payload":${payload}}`,
    `{"type":"subscribe","id":${id},"payload":${payload}}`,
    `{"type":"subscribe","id":${id}}`,
    `{"type":"complete","id":${id}}`,
    '{"type":"ping"}',
    `{"type":"ping","payload":${payload}}`,
    '{"type":"pong"}',
    `{"type":"next","id":${id},"payload":${payload}}`,
    `{"type":"error","id":${id},"payload":[]}`,
    '{"type":"connection_ack"}',
    '{"type":"start","id":"1","payload":{}}',
    '{"type":7}',
    '{}',
    '[]',
    'null',
    '',
    '{',
    '"x"',
    `${'['.repeat(9_000)}`,
    '{"type":"__proto__"}',
  ];
};

/** A text frame with a message of graphql-ws, of a right or a wrong shape. */
export const message = (random: Random, text = random.pick(messages(random))): Buffer =>
  frame(random, { opcode: opcodes.text, payload: Buffer.from(text) });
