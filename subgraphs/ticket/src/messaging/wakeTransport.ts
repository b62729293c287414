/** Carries keys to the other processes. */
export type WakeTransport = { publish: (keys: readonly string[]) => Promise<void>; close: () => Promise<void> };

export const channel = 'ticket_wake';

export function keysOf(message: string): string[] {
  try {
    const keys: unknown = JSON.parse(message);
    return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
  } catch {
    return [];
  }
}
