const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@interfaceObject", "@inaccessible"])\n';
const linked = (sdls: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, link + sdl]));

/** Small supergraphs, each with one or two things that executors get wrong. */
export const fixtures: Record<string, Record<string, string>> = {
  'interfaces and unions across subgraphs': linked({
    library: `
      type Query { media(id: ID!): Media all: [Media] found(text: String): [Found!] loan: Loan! }
      interface Media { id: ID! title: String }
      union Found = Book | Film | Person
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int author: Person }
      type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int! director: Person! }
      type Person @key(fields: "id") { id: ID! works: [Media!]! }
      type Loan { id: ID! item: Media! until: Date }
      scalar Date
    `,
    people: `
      type Query { person(id: ID!): Person }
      type Person @key(fields: "id") { id: ID! name: String! kind: Kind friend: Person home: Home }
      enum Kind { AUTHOR DIRECTOR READER }
      type Home { city: String rooms(least: Int = 1): [String!] }
    `,
    reviews: `
      type Query { latest: [Review!]! }
      type Review @key(fields: "id") { id: ID! text: String stars: Int! about: Subject by: Person }
      union Subject = Book | Film
      type Book @key(fields: "id") { id: ID! reviews(first: Int): [Review] score: Float }
      type Film @key(fields: "id") { id: ID! reviews(first: Int): [Review] score: Float }
      type Person @key(fields: "id", resolvable: false) { id: ID! }
    `,
  }),
  'interface objects': linked({
    catalogue: `
      type Query { item(id: ID!): Item items: [Item!] }
      interface Item @key(fields: "id") { id: ID! name: String }
      type Tool implements Item @key(fields: "id") { id: ID! name: String weight: Int }
      type Toy implements Item @key(fields: "id") { id: ID! name: String age: Int! }
    `,
    stock: `
      type Query { scarce: [Item] }
      type Item @key(fields: "id") @interfaceObject { id: ID! stock: Int! places(first: Int): [Place!] }
      type Place @key(fields: "id") { id: ID! aisle: String holds: Item }
    `,
    places: 'type Place @key(fields: "id") { id: ID! city: String! }',
  }),
  'requirements, provided and shared fields': linked({
    products: `
      type Query { product(id: ID!): Product products: [Product] }
      type Product @key(fields: "id") @key(fields: "sku brand { id }") { id: ID! sku: String! brand: Brand! price(currency: String = "EUR"): Int weight: Int size: Size name: String @shareable }
      type Brand @key(fields: "id") { id: ID! label: String @shareable }
      type Size @shareable { height: Int width: Int }
    `,
    shipping: `
      type Product @key(fields: "id") { id: ID! weight: Int @external size: Size @external
        cost: String @requires(fields: "weight size { height width }") parcels: [Parcel!] @requires(fields: "weight") }
      type Size @shareable { height: Int width: Int }
      type Parcel @key(fields: "number") { number: Int! product: Product }
    `,
    reviews: `
      type Query { reviews: [Review] }
      type Review @key(fields: "id") { id: ID! product: Product @provides(fields: "name") brand: Brand }
      type Product @key(fields: "sku brand { id }") { sku: String! brand: Brand! name: String @external reviews: [Review] }
      type Brand @key(fields: "id") { id: ID! loved: Boolean }
    `,
    parcels: 'type Parcel @key(fields: "number") { number: Int! carrier: String! late: Boolean }',
  }),
  'requirements with arguments': linked({
    goods: `
      type Query { good(id: ID!): Good goods: [Good] }
      type Good @key(fields: "id") { id: ID! name: String price(in: String = "EUR"): Int size: Size weight: Int }
      type Size @shareable { height(in: String): Int width: Int }
    `,
    shop: `
      type Query { offers: [Offer!] }
      type Offer @key(fields: "id") { id: ID! good: Good other: Good }
      type Good @key(fields: "id") { id: ID! price(in: String = "EUR"): Int @external weight: Int @external size: Size @external
        dollars: String @requires(fields: "price(in: \\"USD\\")") pounds: String @requires(fields: "price(in: \\"GBP\\") weight")
        usual: String @requires(fields: "price") inches: String @requires(fields: "size { height(in: \\"inch\\") width }") }
      type Size @shareable { height(in: String): Int width: Int }
    `,
  }),
  'fields on the move, nested keys, mutations': linked({
    old: `
      type Query { order(id: ID!): Order orders: [Order!]! }
      type Mutation { place(note: String): Placed }
      type Order @key(fields: "id") @key(fields: "customer { id account { id } }") { id: ID! note: String status: Status customer: Customer! }
      type Customer @key(fields: "id account { id }") { id: ID! account: Account! name: String }
      type Account @shareable { id: ID! }
      type Placed { order: Order errors: [String!] }
      enum Status { OPEN CLOSED }
    `,
    fresh: `
      type Mutation { cancel(id: ID!, why: String): Order }
      type Order @key(fields: "id") { id: ID! status: Status @override(from: "old") lines: [[Line!]] history(first: Int, after: ID): [Step] }
      type Line { id: ID! text: String order: Order }
      type Step { at: Stamp! who: Customer }
      type Customer @key(fields: "id account { id }") { id: ID! account: Account! phone: String! }
      type Account @shareable { id: ID! }
      scalar Stamp
      enum Status { OPEN CLOSED }
    `,
    billing: `
      type Order @key(fields: "customer { id account { id } }") { customer: Customer! total: Float! paid: Boolean }
      type Customer @key(fields: "id account { id }") { id: ID! account: Account! debt: Int }
      type Account @shareable { id: ID! }
    `,
  }),
};
