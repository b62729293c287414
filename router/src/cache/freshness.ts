import type { AnswerPolicy } from './answerPolicy.ts';

/** What the client may be told of an answer that is put together of several: the least of all. */
export function createFreshness(now = Date.now) {
  let until = Infinity;
  let isPublic = true;
  let keepable = true;
  return {
    /** Undefined: of something that may not be kept. */
    note(policy: AnswerPolicy | undefined, expiresAt = policy ? now() + policy.seconds * 1_000 : 0): void {
      keepable &&= policy !== undefined;
      isPublic &&= policy?.isPublic ?? false;
      until = Math.min(until, expiresAt);
    },
    /** As a `Cache-Control`, for a client with a name or without. */
    header(isAnonymous: boolean): string {
      const seconds = Math.floor((until - now()) / 1_000);
      return keepable && until < Infinity && seconds > 0 ? `max-age=${seconds}, ${isPublic && isAnonymous ? 'public' : 'private'}` : 'no-store';
    },
  };
}
