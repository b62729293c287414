import type { GraphQLFormattedError } from 'graphql';

/** How one subscription is written into the body of one HTTP response; every part is JSON of one line. */
export type StreamFormat = {
  contentType: string;
  /** Whether who accepts this understands nothing else, so that refusals come in it as well. */
  exclusive: boolean;
  /** Written at once, so that the client knows that it is subscribed. */
  opening: string;
  /** @param cursor where to go on from, for formats that can carry it beside the event */
  event: (result: string, cursor: string | undefined) => string;
  heartbeat: string;
  /** The end, nothing else will come. */
  completed: string;
  /** The end because of something that the client has to do. */
  failed: (errors: readonly GraphQLFormattedError[]) => string;
  /** The end because this router stops: the same may be subscribed to again at once. */
  goingAway: (errors: readonly GraphQLFormattedError[]) => string;
};
