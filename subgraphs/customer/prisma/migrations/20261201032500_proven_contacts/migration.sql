-- email_verified_at: when the present address was proven; null: it is not. email_proof_at: the newest proof that was taken into account.
-- CLAIMED: a record of another desk, or of an operative, that now belongs to the customer who proved its address.
ALTER TABLE customer
  ADD COLUMN email_verified_at timestamptz(3),
  ADD COLUMN email_proof_at timestamptz(3),
  ADD COLUMN phone_verified_at timestamptz(3),
  ADD COLUMN claimed_by text REFERENCES customer (id);
ALTER TABLE customer DROP CONSTRAINT customer_status_check;
ALTER TABLE customer ADD CONSTRAINT customer_status_check CHECK (status IN ('PENDING', 'ACTIVE', 'CLAIMED'));

-- Accounts of before addresses were proven keep what they had.
UPDATE customer SET email_verified_at = created_at, email_proof_at = created_at WHERE account_id IS NOT NULL;
UPDATE customer SET phone_verified_at = created_at WHERE account_id IS NOT NULL AND channel = 'SMS';

ALTER TABLE customer
  ADD CONSTRAINT customer_proof_needs_an_account CHECK (email_proof_at IS NULL OR account_id IS NOT NULL),
  ADD CONSTRAINT customer_verified_by_a_proof CHECK (email_verified_at IS NULL OR email_proof_at >= email_verified_at),
  ADD CONSTRAINT customer_verified_phone_exists CHECK (phone_verified_at IS NULL OR phone IS NOT NULL),
  ADD CONSTRAINT customer_claimed_is_whole CHECK ((status = 'CLAIMED') = (claimed_by IS NOT NULL) AND (claimed_by IS NULL OR (account_id IS NULL AND claimed_by <> id)));

-- One customer per address, of those who are certain to have it: proven accounts, and records without an account.
DROP INDEX customer_email;
CREATE UNIQUE INDEX customer_email ON customer (email) WHERE status <> 'CLAIMED' AND (account_id IS NULL OR email_verified_at IS NOT NULL);
CREATE INDEX customer_by_email ON customer (email);
CREATE INDEX customer_claimed ON customer (claimed_by) WHERE claimed_by IS NOT NULL;

-- What is still to be done for a claim in other contexts.
CREATE TABLE claim (
  claimed_id text PRIMARY KEY REFERENCES customer (id),
  customer_id text NOT NULL REFERENCES customer (id),
  created_at timestamptz(3) NOT NULL,
  next_at timestamptz(3) NOT NULL,
  completed_at timestamptz(3),
  CHECK (claimed_id <> customer_id)
);
CREATE INDEX claim_open ON claim (next_at) WHERE completed_at IS NULL;
