/** From now on `Date` goes by as much as `setOffset` says; timers and measured durations do not. */
export function shiftClock(): { setOffset(milliseconds: number): void } {
  const RealDate = Date;
  let offset = 0;
  class ShiftedDate extends RealDate {
    constructor(...parts: unknown[]) {
      super(...((parts.length === 0 ? [RealDate.now() + offset] : parts) as [number]));
    }
    static override now(): number {
      return RealDate.now() + offset;
    }
    static override [Symbol.hasInstance](value: unknown): boolean {
      return RealDate[Symbol.hasInstance](value);
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
  return { setOffset: (milliseconds) => void (offset = milliseconds) };
}
