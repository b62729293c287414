/** In the order in which they should be asked: whoever has the least to do first, equals in a random order, so that several routers do not all choose the same. */
export function leastLoaded<Candidate>(candidates: readonly Candidate[], loadOf: (candidate: Candidate) => number, random: () => number = Math.random): Candidate[] {
  if (candidates.length < 2) return [...candidates];
  const drawn = candidates.map((candidate) => ({ candidate, load: loadOf(candidate), lot: random() }));
  return drawn.sort((one, other) => one.load - other.load || one.lot - other.lot).map(({ candidate }) => candidate);
}

/** Those that want calls; when none does, being asked all the same is better than failing for certain. */
export function wantedOf<Candidate>(candidates: readonly Candidate[], isReady: (candidate: Candidate) => boolean): readonly Candidate[] {
  const ready = candidates.filter(isReady);
  return ready.length > 0 ? ready : candidates;
}
