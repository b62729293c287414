import { GraphRefused, type Graph } from '@sysops-squad/chassis/graphClient';
import { digestQuery, expertsQuery, productsQuery, territoriesQuery, type ExpertNode, type ProductNode, type TerritoryNode } from './rosterQueries.ts';

export type Roster = { territories: TerritoryNode[]; experts: ExpertNode[]; products: ProductNode[] };

/** The whole roster of today, page by page; an error anywhere gives none at all. */
export async function readRoster(graph: Graph): Promise<Roster> {
  const { territories } = await graph.request<{ territories: TerritoryNode[] | null }>(territoriesQuery);
  const experts = await readAll<ExpertNode>(graph, 'experts', expertsQuery);
  const products = await readAll<ProductNode>(graph, 'products', productsQuery);
  if (!territories?.length || experts.length === 0) throw new Error('the graph shows no experts or no territories: not believed');
  return { territories, experts, products };
}

/** Changes when the roster does; null: whoever keeps the roster cannot tell. */
export async function readRosterDigest(graph: Graph): Promise<string | null> {
  try {
    return (await graph.request<{ rosterDigest: string | null }>(digestQuery)).rosterDigest;
  } catch (error) {
    if (error instanceof GraphRefused) return null;
    throw error;
  }
}

type Page<Node> = { edges: { node: Node }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };

async function readAll<Node>(graph: Graph, field: string, query: string): Promise<Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const answer: Record<string, Page<Node> | null> = await graph.request(query, { after });
    const page: Page<Node> | null | undefined = answer[field];
    if (!page) throw new Error(`the graph shows no ${field}`);
    nodes.push(...page.edges.map(({ node }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return nodes;
}
