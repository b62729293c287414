import { createRandom, type Random } from '../../../chaos/src/random.ts';
import { send, type Case, type Ending, type Step } from './case.ts';
import { message, oddFrame } from './frames.ts';
import { request, stream, upgrade } from './requests.ts';
import { garbage } from './words.ts';

const several = <Item>(random: Random, most: number, make: () => Item): Item[] =>
  Array.from({ length: 1 + random.below(most) }, make);

const http2 = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000';
const tls = '\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000\u00a1\u0003\u0003';

/** What a client may do to us, by kind; each makes the bytes of one connection. */
const kinds: Record<string, (random: Random) => Step[]> = {
  request: (random) => [send(request(random))],
  pipelining: (random) => [send(several(random, 8, () => request(random)).join(''))],
  'half request': (random) => {
    const text = request(random);
    return [send(text.slice(0, random.below(text.length + 1)))];
  },
  pieces: (random) => {
    const text = request(random);
    const at = random.below(text.length + 1);
    return [send(text.slice(0, at)), { waitMs: random.below(20) }, send(text.slice(at))];
  },
  upgrade: (random) => [send(upgrade(random, false)), ...(random.chance(0.4) ? [send(oddFrame(random))] : [])],
  frames: (random) => [
    send(upgrade(random, true)),
    { waitMs: random.below(10) },
    ...several(random, 6, () => send(oddFrame(random))),
  ],
  messages: (random) => {
    const opening = random.chance(0.7) ? [send(message(random, '{"type":"connection_init"}'))] : [];
    return [
      send(upgrade(random, true)),
      { waitMs: 5 },
      ...opening,
      ...several(random, 8, () => (random.chance(0.8) ? send(message(random)) : { waitMs: random.below(10) })),
    ];
  },
  stream: (random) => [send(stream(random)), { waitMs: random.below(40) }],
  protocol: (random) => [
    send(
      random.pick([
        http2,
        tls,
        'EHLO x\r\n',
        '\r\n\r\n\r\n',
        '\u0000'.repeat(500),
        garbage(random, 1 + random.below(2_000)),
      ]),
    ),
  ],
};
const weights: Record<string, number> = {
  request: 8,
  upgrade: 4,
  frames: 4,
  messages: 4,
  pipelining: 2,
  'half request': 2,
  pieces: 2,
  stream: 2,
  protocol: 1,
};
const bag = Object.entries(weights).flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind));
const endings: Ending[] = ['listen', 'listen', 'half-close', 'close', 'reset', 'reset'];

/** The same for the same seed and number. */
export function makeCase(seed: number, number: number): Case {
  const random = createRandom(seed).fork(`case ${number}`);
  const kind = random.pick(bag);
  const steps = kinds[kind]!(random);
  const cut = random.chance(0.15) ? steps.slice(0, random.below(steps.length + 1)) : steps;
  return { kind, steps: cut, ending: random.pick(endings) };
}
