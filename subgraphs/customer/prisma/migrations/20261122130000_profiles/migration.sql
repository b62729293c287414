CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE customer (
  id text PRIMARY KEY CHECK (id LIKE 'cus\_%'),
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 200),
  email text NOT NULL,
  phone text CHECK (phone <> ''),
  channel text NOT NULL CHECK (channel IN ('EMAIL', 'SMS')),
  quiet_start text CHECK (quiet_start ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  quiet_end text CHECK (quiet_end ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  time_zone text,
  account_id text CHECK (account_id LIKE 'usr\_%'),
  -- PENDING: its registration is not finished; shown to nobody.
  status text NOT NULL CHECK (status IN ('PENDING', 'ACTIVE')),
  created_at timestamptz(3) NOT NULL,
  search_text text NOT NULL GENERATED ALWAYS AS (lower(name || E'\n' || email || E'\n' || coalesce(phone, ''))) STORED,
  CONSTRAINT customer_email_is_normal CHECK (email = lower(btrim(email)) AND email LIKE '%_@_%' AND length(email) <= 254),
  CONSTRAINT customer_sms_needs_a_phone CHECK (channel <> 'SMS' OR phone IS NOT NULL),
  CONSTRAINT customer_quiet_hours_are_whole CHECK (num_nonnulls(quiet_start, quiet_end, time_zone) IN (0, 3))
);
CREATE UNIQUE INDEX customer_email ON customer (email);
CREATE UNIQUE INDEX customer_account ON customer (account_id);
CREATE INDEX customer_by_name ON customer (name, id) WHERE status = 'ACTIVE';
CREATE INDEX customer_search ON customer USING gin (search_text gin_trgm_ops);

CREATE TABLE address (
  id text PRIMARY KEY CHECK (id LIKE 'adr\_%'),
  customer_id text NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
  position smallint NOT NULL CONSTRAINT address_at_most_20 CHECK (position BETWEEN 1 AND 20),
  line1 text NOT NULL CHECK (btrim(line1) <> ''),
  line2 text,
  city text NOT NULL CHECK (btrim(city) <> ''),
  postcode text NOT NULL CHECK (btrim(postcode) <> ''),
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  created_at timestamptz(3) NOT NULL,
  search_text text NOT NULL GENERATED ALWAYS AS (lower(city || E'\n' || postcode)) STORED
);
CREATE UNIQUE INDEX address_position ON address (customer_id, position);
CREATE INDEX address_search ON address USING gin (search_text gin_trgm_ops);

-- What other desks call a customer.
CREATE TABLE external_customer (
  source text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
  external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  customer_id text NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX external_customer_customer ON external_customer (customer_id);

-- Progress of a registration over two contexts. The request's hash is argon2id: it tells nothing about the password.
CREATE TABLE registration (
  key text PRIMARY KEY CHECK (length(key) BETWEEN 8 AND 100),
  request_hash text NOT NULL CHECK (request_hash LIKE '$argon2id$%'),
  state text NOT NULL CHECK (state IN ('STARTED', 'PROVISIONED', 'PROFILED', 'TAKING_BACK', 'COMPLETED')),
  account_id text NOT NULL UNIQUE,
  customer_id text NOT NULL UNIQUE,
  profile jsonb CHECK (NOT profile ? 'password'),
  lease text NOT NULL,
  leased_until timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT registration_keeps_the_profile_until_completed CHECK ((state = 'COMPLETED') = (profile IS NULL))
);
CREATE INDEX registration_unfinished ON registration (leased_until) WHERE state <> 'COMPLETED';
CREATE INDEX registration_age ON registration (created_at) WHERE state = 'COMPLETED';

CREATE FUNCTION registration_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'registration_goes_forward: % does not follow %', NEW.state, OLD.state USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER registration_goes_forward BEFORE UPDATE ON registration FOR EACH ROW
  WHEN ((OLD.state, NEW.state) NOT IN (
    ('STARTED', 'STARTED'), ('STARTED', 'PROVISIONED'), ('STARTED', 'TAKING_BACK'),
    ('PROVISIONED', 'PROVISIONED'), ('PROVISIONED', 'PROFILED'), ('PROVISIONED', 'TAKING_BACK'),
    ('PROFILED', 'PROFILED'), ('PROFILED', 'COMPLETED'), ('PROFILED', 'TAKING_BACK'), ('TAKING_BACK', 'TAKING_BACK')))
  EXECUTE FUNCTION registration_goes_forward();
