import { Kind, parse, visit } from 'graphql';

/** The labels under which fields of a supergraph move from one subgraph to another: of `@override(from: …, label: …)`. */
export function overrideLabelsIn(supergraphSdl: string): string[] {
  if (!supergraphSdl.includes('overrideLabel')) return [];
  const labels = new Set<string>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    Directive: ({ name, arguments: args }) => {
      if (name.value !== 'join__field') return;
      const label = args?.find((argument) => argument.name.value === 'overrideLabel')?.value;
      if (label?.kind === Kind.STRING) labels.add(label.value);
    },
  });
  return [...labels].toSorted();
}
