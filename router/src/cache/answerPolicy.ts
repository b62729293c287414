/** How long, and for whom, a subgraph lets an answer be kept. */
export type AnswerPolicy = { seconds: number; isPublic: boolean };

/** Of a `Cache-Control`: undefined when nothing may be kept. Only what says `public` is for others than the one who asked. */
export function answerPolicy(header: string | undefined): AnswerPolicy | undefined {
  if (!header) return undefined;
  const said = new Map(header.toLowerCase().split(',').map((part) => {
    const [name = '', value] = part.trim().split('=');
    return [name, value] as const;
  }));
  const seconds = Number(said.get('s-maxage') ?? said.get('max-age'));
  if (said.has('no-store') || said.has('no-cache') || !(seconds > 0)) return undefined;
  return { seconds, isPublic: said.has('public') && !said.has('private') };
}
