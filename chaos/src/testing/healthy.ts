/** A customer with account, contract and a paid invoice, and a ticket, from the monolith's days: what it still has of them, and what the contexts took over. */
export const takenOver = {
  monolith: `
    INSERT INTO customer (id, name, email, line1, city, postcode, created_at) VALUES ('cus_0', 'C', 'c@x.example', 'l', 'c', '10115', '2025-01-01');
    INSERT INTO sysops_user (id, email, password_hash, role, customer_id, created_at) VALUES ('usr_0', 'C@x.example', 'h', 'CUSTOMER', 'cus_0', '2025-01-01');
    INSERT INTO contract (id, customer_id, plan_code, plan_name, monthly_price_cents, starts_at, created_at) VALUES ('con_1', 'cus_1', 'BASIC', 'Basic', 499, '2025-01-01', '2025-01-01');
    INSERT INTO billing (id, contract_id, customer_id, number, period_start, period_end, amount_cents, status, issued_at) VALUES ('inv_0', 'con_1', 'cus_1', 'INV-0', '2025-01-01', '2025-02-01', 499, 'PAID', '2025-01-01');
    INSERT INTO payment (id, billing_id, amount_cents, status, created_at) VALUES ('pay_0', 'inv_0', 499, 'SUCCEEDED', '2025-01-01');
    INSERT INTO payment_method (id, customer_id, psp_token, brand, last4, expires_month, expires_year, created_at) VALUES ('pm_0', 'cus_1', 'tok_visa', 'VISA', '1111', 1, 2030, '2025-01-01');
    INSERT INTO ticket (id, number, customer_id, product_name, description, line1, city, postcode, country, created_at) VALUES ('tic_0', 'SYS-0', 'cus_0', 'TV', 'd', 'l', 'c', '10115', 'DE', '2025-01-01');`,
  auth: `INSERT INTO account (id, email, password_hash, roles, customer_id, status, created_at) VALUES ('usr_0', 'c@x.example', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA', '{CUSTOMER}', 'cus_0', 'ACTIVE', '2025-01-01');`,
  customer: `INSERT INTO customer (id, name, email, channel, status, created_at) VALUES ('cus_0', 'C', 'c@x.example', 'EMAIL', 'ACTIVE', '2025-01-01');`,
  payment: `
    INSERT INTO invoice (id, number, contract_id, customer_id, period_start, period_end, total_minor, currency, status, issued_at)
      VALUES ('inv_0', 'INV-0', 'con_1', 'cus_1', '2025-01-01', '2025-01-31', 499, 'EUR', 'PAID', '2025-01-01');
    INSERT INTO payment (id, invoice_id, amount_minor, currency, status, paid_at, created_at) VALUES ('pay_0', 'inv_0', 499, 'EUR', 'SUCCEEDED', '2025-01-01', '2025-01-01');
    INSERT INTO payment_method (id, customer_id, psp_token, brand, last4, expires_month, expires_year, created_at) VALUES ('pm_0', 'cus_1', 'tok_visa', 'VISA', '1111', 1, 2030, '2025-01-01');`,
  ticket: `
    INSERT INTO ticket (id, number, status, version, customer_id, product_id, description, priority, respond_by, arrive_by, created_by_kind, created_by_id, created_at)
      VALUES ('tic_0', 'SYS-0', 'CLOSED', 1, 'cus_0', 'prd_1', 'd', 'P3', now(), now(), 'CUSTOMER', 'cus_0', '2025-01-01');
    INSERT INTO ticket (id, number, status, version, customer_id, product_id, description, priority, respond_by, arrive_by, created_by_kind, created_by_id, created_at, import_source, external_id)
      VALUES ('tic_i', 'SYS-9', 'CLOSED', 1, 'cus_0', NULL, 'd', 'P4', now(), now(), 'STAFF', 'adm', '2025-01-02', 'campaign', '17');`,
} as const;

/** A ticket that was offered to exp_1, refused by exp_2 before, and accepted; one that was cancelled; one that waits for a person. */
export const healthyTickets = `
  INSERT INTO roster_territory (id, name, lat, lng, postcode_prefixes) VALUES ('ter_1', 'Berlin', 52.5, 13.4, '{10}');
  INSERT INTO roster_expert (id, name, active, home_lat, home_lng) SELECT 'exp_' || n, 'E', true, 52.5, 13.4 FROM generate_series(1, 3) n;
  INSERT INTO roster_product (id, name, category, visit_minutes, active) VALUES ('prd_1', 'TV', 'TV', 60, true);
  INSERT INTO roster_product_skill VALUES ('prd_1', 'skl_1', 2);
  INSERT INTO roster_expert_skill (expert_id, skill_id, level, verified) VALUES ('exp_1', 'skl_1', 2, true), ('exp_2', 'skl_1', 3, true);
  INSERT INTO ticket (id, number, status, version, customer_id, product_id, description, priority, respond_by, arrive_by, created_by_kind, created_by_id,
    idempotency_key, request_hash, created_at, attention_reason, attention_summary, attention_since, expert_id)
    VALUES ('tic_1', 'SYS-1', 'ACCEPTED', 6, 'cus_1', 'prd_1', 'd', 'P3', now(), now(), 'CUSTOMER', 'cus_1', 'key-1', 'h', now(), NULL, NULL, NULL, 'exp_1'),
      ('tic_2', 'SYS-2', 'CANCELLED', 2, 'cus_1', 'prd_1', 'd', 'P3', now(), now(), 'CUSTOMER', 'cus_1', 'key-2', 'h', now(), NULL, NULL, NULL, NULL),
      ('tic_3', 'SYS-3', 'NEEDS_ATTENTION', 2, 'cus_1', 'prd_1', 'd', 'P3', now(), now(), 'CUSTOMER', 'cus_1', 'key-3', 'h', now(), 'NOT_COVERED', 'No contract.', now(), NULL);
  INSERT INTO ticket_history (ticket_id, sequence, at, actor_kind, actor_id, from_status, to_status) VALUES
    ('tic_1', 1, now(), 'CUSTOMER', 'cus_1', NULL, 'NEW'), ('tic_1', 2, now(), 'SYSTEM', 'w', 'NEW', 'AWAITING_DISPATCH'), ('tic_1', 3, now(), 'SYSTEM', 'w', 'AWAITING_DISPATCH', 'OFFERED'),
    ('tic_1', 4, now(), 'EXPERT', 'exp_2', 'OFFERED', 'AWAITING_DISPATCH'), ('tic_1', 5, now(), 'SYSTEM', 'w', 'AWAITING_DISPATCH', 'OFFERED'), ('tic_1', 6, now(), 'EXPERT', 'exp_1', 'OFFERED', 'ACCEPTED'),
    ('tic_2', 1, now(), 'CUSTOMER', 'cus_1', NULL, 'NEW'), ('tic_2', 2, now(), 'CUSTOMER', 'cus_1', 'NEW', 'CANCELLED'),
    ('tic_3', 1, now(), 'CUSTOMER', 'cus_1', NULL, 'NEW'), ('tic_3', 2, now(), 'SYSTEM', 'w', 'NEW', 'NEEDS_ATTENTION');
  INSERT INTO visit (id, ticket_id, ordinal, status, expert_id, scheduled_start, scheduled_end, created_at)
    VALUES ('vis_1', 'tic_1', 1, 'SCHEDULED', 'exp_1', now() + interval '2 hours', now() + interval '3 hours', now());
  INSERT INTO offer (id, visit_id, ticket_id, expert_id, status, starts_at, ends_at, blocked_from, blocked_until, expires_at, token, created_at, answered_at, refusal_reason, released_at) VALUES
    ('off_1', 'vis_1', 'tic_1', 'exp_2', 'REFUSED', now() + interval '2 hours', now() + interval '3 hours', now() + interval '1 hour', now() + interval '4 hours', now(), 't', now() - interval '2 minutes', now() - interval '1 minute', 'OTHER', now() - interval '1 minute'),
    ('off_2', 'vis_1', 'tic_1', 'exp_1', 'ACCEPTED', now() + interval '2 hours', now() + interval '3 hours', now() + interval '1 hour', now() + interval '4 hours', now(), 't', now(), now(), NULL, NULL);
  INSERT INTO offer_skill VALUES ('off_1', 'exp_2', 'skl_1', 2), ('off_2', 'exp_1', 'skl_1', 2);
  INSERT INTO ticket_event (id, ticket_id, version, type, payload, visibility, occurred_at) VALUES
    ('e1', 'tic_1', 1, 'TICKET_CREATED', '{}', 'PUBLIC', now()), ('e2', 'tic_1', 2, 'ENTITLEMENT_RECORDED', '{}', 'PUBLIC', now()),
    ('e3', 'tic_1', 3, 'OFFER_PLACED', '{"offer": {"id": "off_1"}}', 'PUBLIC', now()), ('e4', 'tic_1', 4, 'OFFER_REFUSED', '{"offerId": "off_1"}', 'PUBLIC', now()),
    ('e5', 'tic_1', 5, 'OFFER_PLACED', '{"offer": {"id": "off_2"}}', 'PUBLIC', now()), ('e6', 'tic_1', 6, 'OFFER_ACCEPTED', '{"offerId": "off_2"}', 'PUBLIC', now()),
    ('e7', 'tic_2', 1, 'TICKET_CREATED', '{}', 'PUBLIC', now()), ('e8', 'tic_2', 2, 'TICKET_CANCELLED', '{}', 'PUBLIC', now()),
    ('e9', 'tic_3', 1, 'TICKET_CREATED', '{}', 'PUBLIC', now()), ('e10', 'tic_3', 2, 'ATTENTION_NEEDED', '{}', 'PUBLIC', now());
  INSERT INTO outbox (id, type, aggregate_id, payload, acked_at) VALUES ('m_1', 'ticket_created', 'tic_1', '{}', now()),
    ('off_1:OFFER_RECEIVED:exp_2', 'deliver_notification', 'tic_1', '{}', now()), ('off_2:OFFER_RECEIVED:exp_1', 'deliver_notification', 'tic_1', '{}', now()),
    ('e6:TICKET_ACCEPTED:cus_1', 'deliver_notification', 'tic_1', '{}', now()), ('e8:TICKET_CANCELLED:cus_1', 'deliver_notification', 'tic_2', '{}', now());
  INSERT INTO inbox (message_id, handler) SELECT id, 'ticket-workflow' FROM outbox;
  INSERT INTO expert_feed (expert_id, sequence, kind, offer_id, at) VALUES
    ('exp_2', 1, 'RECEIVED', 'off_1', now()), ('exp_2', 2, 'REFUSED', 'off_1', now()), ('exp_1', 1, 'RECEIVED', 'off_2', now()), ('exp_1', 2, 'ACCEPTED', 'off_2', now());`;

export const healthyLedger = `
  INSERT INTO customer_notification (id, recipient_kind, recipient_id, channel, address, template, subject, body, idempotency_key, status, sent_at) VALUES
    ('ntf_1', 'EXPERT', 'exp_2', 'EMAIL', 'a', 'OFFER_RECEIVED', 'New offer: SYS-1', 'b', 'off_1:OFFER_RECEIVED:exp_2', 'SENT', now()),
    ('ntf_2', 'EXPERT', 'exp_1', 'EMAIL', 'a', 'OFFER_RECEIVED', 'New offer: SYS-1', 'b', 'off_2:OFFER_RECEIVED:exp_1', 'SENT', now()),
    ('ntf_3', 'CUSTOMER', 'cus_1', 'EMAIL', 'a', 'TICKET_ACCEPTED', 'E will come: SYS-1', 'b', 'e6:TICKET_ACCEPTED:cus_1', 'SENT', now()),
    ('ntf_4', 'CUSTOMER', 'cus_1', 'EMAIL', 'a', 'TICKET_CANCELLED', 'Cancelled: SYS-2', 'b', 'e8:TICKET_CANCELLED:cus_1', 'SENT', now());`;

/** An invoice, charged once and paid. */
export const healthyPayments = `
  INSERT INTO contract (id, customer_id, plan_id, plan_name, monthly_price_minor, currency, status, starts_at, created_at)
    VALUES ('con_1', 'cus_1', 'plan_000001', 'Basic', 499, 'EUR', 'ACTIVE', '2025-01-01', '2025-01-01');
  INSERT INTO invoice (id, number, contract_id, customer_id, period_start, period_end, total_minor, currency, status, issued_at)
    VALUES ('inv_1', 'INV-1', 'con_1', 'cus_1', '2026-11-01', '2026-11-30', 499, 'EUR', 'PAID', now());
  INSERT INTO payment (id, invoice_id, amount_minor, currency, status, psp_reference, paid_at, created_at) VALUES ('pay_1', 'inv_1', 499, 'EUR', 'SUCCEEDED', 'psp_1', now(), now());
  INSERT INTO fake_psp.payment (id, reference, token, amount_minor, currency, status, changed_at) VALUES ('pay_1', 'psp_1', 'tok_visa', 499, 'EUR', 'CAPTURED', now());
  INSERT INTO ledger_transaction (id, kind, occurred_at) VALUES ('ISSUED:inv_1', 'ISSUED', now());
  INSERT INTO ledger_entry (transaction_id, position, account, customer_id, amount_minor, currency)
    VALUES ('ISSUED:inv_1', 0, 'RECEIVABLE', 'cus_1', 499, 'EUR'), ('ISSUED:inv_1', 1, 'REVENUE', NULL, -499, 'EUR');`;
