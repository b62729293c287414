import type { Fuzzer } from './fuzzer.ts';
import { sockets } from './sockets/sockets.ts';

export const fuzzers: readonly Fuzzer[] = [sockets];
