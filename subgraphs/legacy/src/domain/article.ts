export type Article = {
  id: string;
  title: string;
  body: string;
  tags: string[];
  authorExpertId: string | null;
  ticketId: string | null;
  ticketNumber: string | null;
  updatedAt: Date;
  usefulness: { yes: number; no: number };
};

export type ArticleInput = {
  id: string;
  title: string;
  body: string;
  tags?: string[] | null;
  authorExpertId?: string | null;
  ticketNumber?: string | null;
};

const excerptLength = 200;

/** The first words of the text, without Markdown's headings. */
export function excerptOf(body: string): string {
  const text = body.replace(/^#+ .*$/gm, '').replace(/\s+/g, ' ').trim();
  return text.length <= excerptLength ? text : `${text.slice(0, excerptLength).replace(/\s+\S*$/, '')} …`;
}
