/** What one client does: bytes, pauses, then an end. */
export type Step = { send: Buffer } | { waitMs: number };
export type Ending = 'listen' | 'half-close' | 'close' | 'reset';
export type Case = { kind: string; steps: Step[]; ending: Ending };

export const send = (text: string | Buffer): Step => ({
  send: typeof text === 'string' ? Buffer.from(text, 'latin1') : text,
});
