import { Address } from './Address.ts';
import { Article } from './Article.ts';
import { Comment } from './Comment.ts';
import { Contract } from './Contract.ts';
import { Customer } from './Customer.ts';
import { Expert } from './Expert.ts';
import { ExpertReportRow } from './ExpertReportRow.ts';
import { Invoice } from './Invoice.ts';
import { NotificationPreferences } from './NotificationPreferences.ts';
import { Plan } from './Plan.ts';
import { Product } from './Product.ts';
import { RequiredSkill } from './RequiredSkill.ts';
import { Skill } from './Skill.ts';
import { Territory } from './Territory.ts';
import { Ticket } from './Ticket.ts';
import { TicketHistoryEntry } from './TicketHistoryEntry.ts';
import { User } from './User.ts';
import { Visit } from './Visit.ts';

export const entities = {
  Address,
  Article,
  Comment,
  Contract,
  Customer,
  Expert,
  ExpertReportRow,
  Invoice,
  NotificationPreferences,
  Plan,
  Product,
  RequiredSkill,
  Skill,
  Territory,
  Ticket,
  TicketHistoryEntry,
  User,
  Visit,
};
