CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE account (
  id text PRIMARY KEY CHECK (id LIKE 'usr\_%'),
  email text,
  password_hash text CHECK (password_hash LIKE '$argon2id$%'),
  roles text[] NOT NULL,
  customer_id text CHECK (customer_id LIKE 'cus\_%'),
  expert_id text CHECK (expert_id LIKE 'exp\_%'),
  status text NOT NULL CHECK (status IN ('PROVISIONED', 'ACTIVE', 'DEACTIVATED', 'ABANDONED')),
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT account_email_is_normal CHECK (email = lower(btrim(email)) AND email LIKE '%_@_%' AND length(email) <= 254),
  CONSTRAINT account_roles_of_people CHECK (roles <@ ARRAY['CUSTOMER', 'OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN']),
  -- What an abandoned registration leaves is its id alone, so that a late first half of it is refused.
  CONSTRAINT account_whole_or_abandoned CHECK (CASE WHEN status = 'ABANDONED'
    THEN email IS NULL AND password_hash IS NULL AND customer_id IS NULL AND expert_id IS NULL AND roles = '{}'
    ELSE email IS NOT NULL AND password_hash IS NOT NULL AND cardinality(roles) > 0 END)
);
CREATE UNIQUE INDEX account_email ON account (email);
CREATE UNIQUE INDEX account_customer ON account (customer_id);
CREATE UNIQUE INDEX account_expert ON account (expert_id);
CREATE INDEX account_newest ON account (created_at DESC, id DESC);
CREATE INDEX account_search ON account USING gin (email gin_trgm_ops);

-- Two administrators who deactivate each other at the same moment take turns here; the second one is refused.
CREATE FUNCTION account_keeps_an_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('account_keeps_an_admin'));
  IF NOT EXISTS (SELECT FROM account WHERE status = 'ACTIVE' AND 'ADMIN' = ANY (roles)) THEN
    RAISE EXCEPTION 'account_keeps_an_admin: the last active ADMIN stays' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER account_keeps_an_admin_on_update AFTER UPDATE ON account FOR EACH ROW
  WHEN (OLD.status = 'ACTIVE' AND 'ADMIN' = ANY (OLD.roles) AND NOT (NEW.status = 'ACTIVE' AND 'ADMIN' = ANY (NEW.roles)))
  EXECUTE FUNCTION account_keeps_an_admin();
CREATE TRIGGER account_keeps_an_admin_on_delete AFTER DELETE ON account FOR EACH ROW
  WHEN (OLD.status = 'ACTIVE' AND 'ADMIN' = ANY (OLD.roles))
  EXECUTE FUNCTION account_keeps_an_admin();

-- A session is a family of refresh tokens, of which at most one is unspent.
CREATE TABLE session (
  id text PRIMARY KEY CHECK (id LIKE 'ses\_%'),
  account_id text NOT NULL REFERENCES account (id),
  started_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  end_reason text CHECK (end_reason IN ('SIGNED_OUT', 'TOKEN_REUSED', 'ACCOUNT_CHANGED')),
  CONSTRAINT session_at_most_30_days CHECK (expires_at > started_at AND expires_at <= started_at + interval '30 days'),
  CONSTRAINT session_end_has_a_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX session_account ON session (account_id) WHERE ended_at IS NULL;
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE refresh_token (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  session_id text NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  issued_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  spent_at timestamptz(3),
  CONSTRAINT refresh_token_at_most_7_days CHECK (expires_at > issued_at AND expires_at <= issued_at + interval '7 days')
);
CREATE UNIQUE INDEX refresh_token_one_unspent ON refresh_token (session_id) WHERE spent_at IS NULL;
CREATE INDEX refresh_token_session ON refresh_token (session_id);

CREATE FUNCTION refresh_token_is_spent_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'refresh_token_is_spent_once: a token changes once, by being spent' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER refresh_token_is_spent_once BEFORE UPDATE ON refresh_token FOR EACH ROW
  WHEN (OLD.spent_at IS NOT NULL OR (OLD.token_hash, OLD.session_id, OLD.issued_at, OLD.expires_at) IS DISTINCT FROM (NEW.token_hash, NEW.session_id, NEW.issued_at, NEW.expires_at))
  EXECUTE FUNCTION refresh_token_is_spent_once();

-- A chain: one first key, and each key has at most one successor, so that all instances sign with the same one.
CREATE TABLE signing_key (
  kid text PRIMARY KEY,
  public_jwk jsonb NOT NULL CHECK (NOT public_jwk ? 'd'),
  private_jwk jsonb CHECK (private_jwk ? 'd'),
  signs_from timestamptz(3) NOT NULL,
  predecessor text REFERENCES signing_key (kid),
  CONSTRAINT signing_key_chain UNIQUE NULLS NOT DISTINCT (predecessor),
  CHECK (predecessor <> kid)
);

-- Failed sign-ins by account (a digest of the e-mail, known or not) and by address.
CREATE TABLE sign_in_throttle (
  key text PRIMARY KEY CHECK (key ~ '^(account|address):'),
  failures integer NOT NULL CHECK (failures >= 0),
  last_failed_at timestamptz(3) NOT NULL,
  blocked_until timestamptz(3) NOT NULL
);
CREATE INDEX sign_in_throttle_age ON sign_in_throttle (last_failed_at);

CREATE TABLE audit_entry (
  id text PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('CUSTOMER', 'OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN', 'SYSTEM', 'ANONYMOUS')),
  actor_id text,
  action text NOT NULL,
  target text,
  client_address text,
  CHECK ((actor_kind = 'ANONYMOUS') = (actor_id IS NULL))
);
CREATE INDEX audit_entry_newest ON audit_entry (at DESC, id DESC);

CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_entry_is_append_only: entries are neither changed nor deleted' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only();
