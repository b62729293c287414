/** Says true the first time it meets an id; forgets ids after two windows, so memory stays bounded by the request rate. */
export function rememberOnce(windowMs: number): (id: string) => boolean {
  let current = new Set<string>();
  let previous = new Set<string>();
  let turned = Date.now();
  return (id) => {
    if (Date.now() - turned > windowMs) [previous, current, turned] = [current, new Set(), Date.now()];
    if (current.has(id) || previous.has(id)) return false;
    current.add(id);
    return true;
  };
}
