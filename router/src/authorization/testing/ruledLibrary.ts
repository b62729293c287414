const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@authenticated", "@requiresScopes", "@policy"])\n';
const admin = '@requiresScopes(scopes: [["ADMIN"]])';
const staff = '@requiresScopes(scopes: [["MANAGER"], ["EXPERT", "OPERATIVE"]])';

/** Two subgraphs whose every kind of place has a rule somewhere: fields, objects, an enum, members of interfaces and unions, lists, a mutation. */
export const ruledLibrary: Record<string, string> = {
  library: `${link}
    type Query { open: String mine: String @authenticated stock: String ${staff} money: String! ${admin} found: [Found!] media: [Media!]! @policy(policies: [["public"]])
      card: Card shelf: Shelf unknown: String @policy(policies: [["public", "nobody knows"], ["nobody:else"]]) grade: Grade }
    type Mutation { lend(id: ID!): Loan destroy(id: ID!): Loan ${admin} }
    interface Media { id: ID! title: String price: Int }
    type Book implements Media @key(fields: "id") { id: ID! title: String price: Int ${admin} pages: Int @authenticated }
    type Film implements Media @key(fields: "id") { id: ID! title: String price: Int }
    union Found = Book | Secret
    type Secret ${admin} { id: ID! text: String }
    type Card ${admin} { number: Int holder: Person }
    type Shelf { books: [Book!]! secret: Secret secrets: [Secret!]! loan: Loan }
    type Loan { id: ID! book: Book fee: Int! ${admin} }
    type Person @key(fields: "id") { id: ID! }
    enum Grade @authenticated { GOOD BAD }
  `,
  people: `${link}
    type Person @key(fields: "id") { id: ID! name: String address: String ${admin} }
    type Book @key(fields: "id") { id: ID! author: Person reader: Person @authenticated }
  `,
};
