-- Cuts every foreign key that crosses into or out of the contexts that have left (auth, customer, payment, ticket).
-- The columns stay as plain text references: customers, users and tickets born after the move are not in this database.
-- Safe to run again.

ALTER TABLE customer_notification DROP CONSTRAINT IF EXISTS customer_notification_customer_id_fkey;
ALTER TABLE customer_survey DROP CONSTRAINT IF EXISTS customer_survey_customer_id_fkey;
ALTER TABLE survey DROP CONSTRAINT IF EXISTS survey_author_user_id_fkey;
ALTER TABLE article DROP CONSTRAINT IF EXISTS article_author_user_id_fkey;
ALTER TABLE article DROP CONSTRAINT IF EXISTS article_ticket_history_id_fkey;
ALTER TABLE profile DROP CONSTRAINT IF EXISTS profile_user_id_fkey;

ALTER TABLE ticket DROP CONSTRAINT IF EXISTS ticket_customer_id_fkey;
ALTER TABLE ticket DROP CONSTRAINT IF EXISTS ticket_contract_id_fkey;
ALTER TABLE ticket DROP CONSTRAINT IF EXISTS ticket_ticket_type_id_fkey;
ALTER TABLE ticket DROP CONSTRAINT IF EXISTS ticket_assigned_expert_id_fkey;
ALTER TABLE ticket_history DROP CONSTRAINT IF EXISTS ticket_history_actor_user_id_fkey;
ALTER TABLE sysops_user DROP CONSTRAINT IF EXISTS sysops_user_customer_id_fkey;
ALTER TABLE contract DROP CONSTRAINT IF EXISTS contract_customer_id_fkey;
ALTER TABLE billing DROP CONSTRAINT IF EXISTS billing_customer_id_fkey;
ALTER TABLE payment_method DROP CONSTRAINT IF EXISTS payment_method_customer_id_fkey;
