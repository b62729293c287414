import { PspSilent, type PspPort } from './port.ts';

/** Bounds every call to a provider: no answer in time is no answer. */
export function withinTime(psp: PspPort, milliseconds: number): PspPort {
  return {
    lookUpToken: (token) => inTime(psp.lookUpToken(token), milliseconds),
    authorise: (order) => inTime(psp.authorise(order), milliseconds),
    capture: (paymentId) => inTime(psp.capture(paymentId), milliseconds),
    refund: (order) => inTime(psp.refund(order), milliseconds),
    fetch: (paymentId) => inTime(psp.fetch(paymentId), milliseconds),
  };
}

async function inTime<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PspSilent(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}
