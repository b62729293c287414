import type { DeferredPayload } from './deferredParts.ts';

/** Where the executor leaves what comes after an answer's first part; nothing when the answer is whole. */
export type Delivery = { later?: AsyncGenerator<DeferredPayload, void, void> };
