import { answeredSurveys } from './answeredSurveys.ts';
import { article } from './article.ts';
import { articles } from './articles.ts';
import { customer } from './customer.ts';
import { customers } from './customers.ts';
import { expert } from './expert.ts';
import { expertContacts } from './expertContacts.ts';
import { expertReport } from './expertReport.ts';
import { experts } from './experts.ts';
import { financialReport } from './financialReport.ts';
import { me } from './me.ts';
import { notifications } from './notifications.ts';
import { product } from './product.ts';
import { products } from './products.ts';
import { rosterDigest } from './rosterDigest.ts';
import { skills } from './skills.ts';
import { supportPlans } from './supportPlans.ts';
import { surveyInvitation } from './surveyInvitation.ts';
import { territories } from './territories.ts';
import { ticket } from './ticket.ts';
import { ticketReport } from './ticketReport.ts';
import { tickets } from './tickets.ts';
import { ticketsNeedingAttention } from './ticketsNeedingAttention.ts';
import { users } from './users.ts';

export const Query = {
  answeredSurveys,
  article,
  articles,
  customer,
  customers,
  expert,
  expertContacts,
  expertReport,
  experts,
  financialReport,
  me,
  notifications,
  product,
  products,
  rosterDigest,
  skills,
  supportPlans,
  surveyInvitation,
  territories,
  ticket,
  ticketReport,
  tickets,
  ticketsNeedingAttention,
  users,
};
