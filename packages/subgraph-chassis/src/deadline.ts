/** How many milliseconds whoever asks still waits, as of sending: clocks of two machines need not agree. */
export const deadlineHeader = 'x-deadline-ms';

/** Milliseconds since 1970; undefined where nothing sensible is said. */
export function deadlineIn(header: string | string[] | undefined, now = Date.now()): number | undefined {
  const left = Number(header);
  return header !== undefined && Number.isFinite(left) && left > 0 ? now + left : undefined;
}
