/** A desk's screen: many tickets with all that belongs to them, from every context. */
const heavy = `
  query Heavy {
    tickets(first: 100) {
      totalCount
      edges {
        cursor
        node {
          id number status priority description createdAt
          windows { start end }
          product { id name category requiredSkills { skill { id name } level } }
          customer {
            id name email phone
            addresses { id line1 city postcode country }
            notificationPreferences { channel }
            contracts(first: 5) { edges { node { id status plan { id name monthlyPrice { amountMinor currency } } startsAt endsAt } } }
          }
          address { line1 city postcode }
          contract { id plan { name } }
          expert { id name phone skills { skill { name } level } }
          visit { id status scheduledStart scheduledEnd }
          sla { respondBy arriveBy breached }
        }
      }
    }
  }
`;

/** What a front end asks first. */
const small = '{ me { id email roles customer { id name } expert { id name } } }';

export const queries = { heavy, small };
export type QueryName = keyof typeof queries;
