import type { Fuzzer } from './fuzzer.ts';
import { sockets } from './sockets/sockets.ts';
import { texts } from './texts/texts.ts';

export const fuzzers: readonly Fuzzer[] = [sockets, texts];
