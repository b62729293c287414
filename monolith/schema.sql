-- The monolith's 24 tables, with foreign keys right across the contexts.

CREATE TABLE customer (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  phone text,
  line1 text NOT NULL,
  city text NOT NULL,
  postcode text NOT NULL,
  country text NOT NULL DEFAULT 'DE',
  notify_channel text NOT NULL DEFAULT 'EMAIL' CHECK (notify_channel IN ('EMAIL', 'SMS')),
  quiet_start text,
  quiet_end text,
  time_zone text NOT NULL DEFAULT 'Europe/Berlin',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sysops_user (
  id text PRIMARY KEY,
  email text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  role text NOT NULL CHECK (role IN ('CUSTOMER', 'OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN')),
  customer_id text UNIQUE REFERENCES customer (id),
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE profile (
  id text PRIMARY KEY,
  user_id text UNIQUE REFERENCES sysops_user (id),
  name text NOT NULL,
  email text NOT NULL,
  phone text,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE location (
  id text PRIMARY KEY,
  name text NOT NULL UNIQUE,
  kind text NOT NULL DEFAULT 'TERRITORY',
  center_lat double precision NOT NULL,
  center_lng double precision NOT NULL,
  postcode_prefixes text[] NOT NULL
);

-- Whether no two entries of the same weekday overlap.
CREATE FUNCTION lie_apart(entries jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT NOT EXISTS (
    SELECT FROM jsonb_array_elements(entries) WITH ORDINALITY AS a(entry, n) JOIN jsonb_array_elements(entries) WITH ORDINALITY AS b(entry, n) ON a.n < b.n
    WHERE a.entry -> 'weekday' IS NOT DISTINCT FROM b.entry -> 'weekday' AND a.entry ->> 'start' < b.entry ->> 'end' AND b.entry ->> 'start' < a.entry ->> 'end')
$$;

CREATE TABLE expert_profile (
  id text PRIMARY KEY,
  profile_id text NOT NULL UNIQUE REFERENCES profile (id),
  location_id text NOT NULL REFERENCES location (id),
  secondary_location_ids text[] NOT NULL DEFAULT '{}',
  home_lat double precision NOT NULL CHECK (home_lat BETWEEN -90 AND 90),
  home_lng double precision NOT NULL CHECK (home_lng BETWEEN -180 AND 180),
  active boolean NOT NULL DEFAULT true,
  -- Shifts are on the clock of this zone; time off is in instants.
  time_zone text NOT NULL DEFAULT 'Europe/Berlin' CHECK (time_zone ~ '^[A-Za-z]' AND timezone(time_zone, '2026-01-01T00:00:00Z'::timestamptz) IS NOT NULL),
  shifts jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(shifts) = 'array' AND lie_apart(shifts)),
  time_off jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(time_off) = 'array'),
  max_daily_minutes integer NOT NULL DEFAULT 480 CHECK (max_daily_minutes BETWEEN 0 AND 1440),
  -- Counts saves, so that a person does not undo one that they have not seen.
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX expert_profile_location ON expert_profile (location_id);

CREATE TABLE expertise (
  id text PRIMARY KEY,
  expert_profile_id text NOT NULL REFERENCES expert_profile (id) ON DELETE CASCADE,
  skill_id text NOT NULL,
  skill_name text NOT NULL,
  category text NOT NULL,
  level integer NOT NULL CHECK (level BETWEEN 1 AND 3),
  valid_until timestamptz,
  verified boolean NOT NULL DEFAULT false,
  UNIQUE (expert_profile_id, skill_id)
);
CREATE INDEX expertise_skill ON expertise (skill_id, skill_name, category);

-- What the call centre picks. The skills a product needs are a remark for people, not a link.
CREATE TABLE ticket_type (
  id text PRIMARY KEY,
  name text NOT NULL UNIQUE,
  category text NOT NULL,
  visit_minutes integer NOT NULL CHECK (visit_minutes BETWEEN 1 AND 720),
  remarks text NOT NULL DEFAULT '',
  active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1
);

CREATE TABLE contract (
  id text PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customer (id),
  plan_code text NOT NULL,
  plan_name text NOT NULL,
  monthly_price_cents bigint NOT NULL CHECK (monthly_price_cents >= 0),
  currency text NOT NULL DEFAULT 'EUR',
  covered text[] NOT NULL DEFAULT '{}',
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'CANCELLED', 'EXPIRED')),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX contract_customer ON contract (customer_id);

CREATE TABLE billing (
  id text PRIMARY KEY,
  contract_id text NOT NULL REFERENCES contract (id),
  customer_id text NOT NULL REFERENCES customer (id),
  number text NOT NULL UNIQUE,
  period_start date NOT NULL,
  -- The first day that no longer belongs to the period.
  period_end date NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
  currency text NOT NULL DEFAULT 'EUR',
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'PAID', 'VOID')),
  issued_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (contract_id, period_start)
);
CREATE INDEX billing_customer ON billing (customer_id);

CREATE TABLE payment_method (
  id text PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customer (id),
  psp_token text NOT NULL UNIQUE,
  brand text NOT NULL,
  last4 text NOT NULL CHECK (last4 ~ '^[0-9]{4}$'),
  expires_month integer NOT NULL CHECK (expires_month BETWEEN 1 AND 12),
  expires_year integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payment_method_customer ON payment_method (customer_id);

CREATE TABLE payment (
  id text PRIMARY KEY,
  billing_id text NOT NULL REFERENCES billing (id),
  payment_method_id text REFERENCES payment_method (id),
  amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
  currency text NOT NULL DEFAULT 'EUR',
  status text NOT NULL CHECK (status IN ('PENDING', 'SUCCEEDED', 'FAILED')),
  psp_reference text UNIQUE,
  paid_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payment_billing ON payment (billing_id);

CREATE SEQUENCE ticket_number START 100001;
CREATE SEQUENCE billing_number START 100001;

CREATE TABLE ticket (
  id text PRIMARY KEY,
  number text NOT NULL UNIQUE DEFAULT 'SYS-' || nextval('ticket_number'),
  customer_id text NOT NULL REFERENCES customer (id),
  ticket_type_id text REFERENCES ticket_type (id),
  product_name text NOT NULL,
  description text NOT NULL,
  priority text NOT NULL DEFAULT 'P3' CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
  status text NOT NULL DEFAULT 'NEW' CHECK (status IN ('NEW', 'AWAITING_DISPATCH', 'OFFERED', 'ACCEPTED', 'EN_ROUTE',
    'ON_SITE', 'COMPLETED', 'CLOSED', 'NEEDS_ATTENTION', 'ON_HOLD', 'CANCELLED')),
  attention_reason text CHECK (attention_reason IN ('NOT_COVERED', 'UNKNOWN_PRODUCT', 'UNKNOWN_ADDRESS',
    'OUTSIDE_TERRITORIES', 'NO_EXPERT', 'IMPORTED', 'OTHER')),
  assigned_expert_id text REFERENCES expert_profile (id),
  contract_id text REFERENCES contract (id),
  line1 text NOT NULL,
  city text NOT NULL,
  postcode text NOT NULL,
  country text NOT NULL,
  window_start timestamptz,
  window_end timestamptz,
  scheduled_start timestamptz,
  scheduled_end timestamptz,
  outcome text CHECK (outcome IN ('FIXED', 'FOLLOW_UP_NEEDED', 'NO_ENTRY')),
  resolution text,
  created_at timestamptz NOT NULL DEFAULT now(),
  assigned_at timestamptz,
  started_at timestamptz,
  arrived_at timestamptz,
  completed_at timestamptz,
  closed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  CHECK (window_end > window_start),
  CHECK (scheduled_end > scheduled_start)
);
CREATE INDEX ticket_customer ON ticket (customer_id);
CREATE INDEX ticket_expert ON ticket (assigned_expert_id);
CREATE INDEX ticket_status ON ticket (status, created_at);

CREATE TABLE ticket_history (
  id text PRIMARY KEY,
  ticket_id text NOT NULL REFERENCES ticket (id),
  sequence integer NOT NULL CHECK (sequence > 0),
  kind text NOT NULL DEFAULT 'TRANSITION' CHECK (kind IN ('TRANSITION', 'COMMENT')),
  visibility text NOT NULL DEFAULT 'PUBLIC' CHECK (visibility IN ('PUBLIC', 'INTERNAL')),
  at timestamptz NOT NULL DEFAULT now(),
  actor_user_id text REFERENCES sysops_user (id),
  from_status text,
  to_status text NOT NULL,
  note text,
  UNIQUE (ticket_id, sequence)
);

CREATE TABLE customer_notification (
  id text PRIMARY KEY,
  customer_id text REFERENCES customer (id),
  recipient_kind text NOT NULL CHECK (recipient_kind IN ('CUSTOMER', 'EXPERT', 'STAFF')),
  recipient_id text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('EMAIL', 'SMS')),
  address text NOT NULL,
  template text NOT NULL,
  subject text NOT NULL DEFAULT '',
  body text NOT NULL,
  idempotency_key text UNIQUE,
  status text NOT NULL DEFAULT 'QUEUED' CHECK (status IN ('QUEUED', 'SENT', 'FAILED')),
  attempts integer NOT NULL DEFAULT 0,
  error text,
  sending_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz
);
CREATE INDEX customer_notification_recipient ON customer_notification (recipient_id, created_at);
CREATE INDEX customer_notification_customer ON customer_notification (customer_id);

CREATE TABLE article (
  id text PRIMARY KEY,
  title text NOT NULL,
  body text NOT NULL,
  author_user_id text REFERENCES sysops_user (id),
  ticket_history_id text REFERENCES ticket_history (id),
  ticket_id text,
  ticket_number text,
  yes_votes integer NOT NULL DEFAULT 0 CHECK (yes_votes >= 0),
  no_votes integer NOT NULL DEFAULT 0 CHECK (no_votes >= 0),
  published boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tag (id text PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE keyword (id text PRIMARY KEY, name text NOT NULL UNIQUE);

CREATE TABLE article_tag (
  id text PRIMARY KEY,
  article_id text NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  tag_id text NOT NULL REFERENCES tag (id),
  UNIQUE (article_id, tag_id)
);
CREATE TABLE article_keyword (
  id text PRIMARY KEY,
  article_id text NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  keyword_id text NOT NULL REFERENCES keyword (id),
  UNIQUE (article_id, keyword_id)
);

CREATE TABLE survey (
  id text PRIMARY KEY,
  title text NOT NULL,
  author_user_id text REFERENCES sysops_user (id),
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE survey_question (
  id text PRIMARY KEY,
  survey_id text NOT NULL REFERENCES survey (id),
  position integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('RATING', 'TEXT', 'CHOICE')),
  text text NOT NULL,
  choices text[] NOT NULL DEFAULT '{}',
  UNIQUE (survey_id, position)
);

-- The invitation. Only its subject line names the ticket.
CREATE TABLE customer_survey (
  id text PRIMARY KEY,
  survey_id text NOT NULL REFERENCES survey (id),
  customer_id text NOT NULL REFERENCES customer (id),
  token_hash text NOT NULL UNIQUE,
  idempotency_key text UNIQUE,
  subject text NOT NULL,
  status text NOT NULL DEFAULT 'SENT' CHECK (status IN ('SENT', 'ANSWERED', 'LAPSED')),
  sent_at timestamptz NOT NULL DEFAULT now(),
  answered_at timestamptz,
  answered_sequence bigint UNIQUE
);
CREATE INDEX customer_survey_customer ON customer_survey (customer_id);

CREATE TABLE customer_survey_question (
  id text PRIMARY KEY,
  customer_survey_id text NOT NULL REFERENCES customer_survey (id) ON DELETE CASCADE,
  survey_question_id text NOT NULL REFERENCES survey_question (id),
  position integer NOT NULL,
  UNIQUE (customer_survey_id, position)
);

CREATE TABLE customer_survey_response (
  id text PRIMARY KEY,
  customer_survey_question_id text NOT NULL UNIQUE REFERENCES customer_survey_question (id) ON DELETE CASCADE,
  rating integer CHECK (rating BETWEEN 1 AND 5),
  text text,
  choice text,
  created_at timestamptz NOT NULL DEFAULT now()
);
