CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Roster: a replica of what dispatch must know. Rows that offers refer to are never deleted, only marked.
CREATE TABLE roster_territory (
  id text PRIMARY KEY,
  name text NOT NULL,
  lat double precision NOT NULL,
  lng double precision NOT NULL,
  postcode_prefixes text[] NOT NULL,
  synced_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE roster_expert (
  id text PRIMARY KEY,
  name text NOT NULL,
  active boolean NOT NULL,
  home_lat double precision NOT NULL CHECK (home_lat BETWEEN -90 AND 90),
  home_lng double precision NOT NULL CHECK (home_lng BETWEEN -180 AND 180),
  synced_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE roster_expert_skill (
  expert_id text NOT NULL REFERENCES roster_expert (id),
  skill_id text NOT NULL,
  level integer NOT NULL CHECK (level BETWEEN 1 AND 3),
  valid_until timestamptz(3),
  verified boolean NOT NULL,
  removed_at timestamptz(3),
  PRIMARY KEY (expert_id, skill_id)
);
CREATE INDEX roster_expert_skill_by_skill ON roster_expert_skill (skill_id, level) WHERE removed_at IS NULL;

CREATE TABLE roster_expert_territory (
  expert_id text NOT NULL REFERENCES roster_expert (id) ON DELETE CASCADE,
  territory_id text NOT NULL REFERENCES roster_territory (id),
  kind text NOT NULL CHECK (kind IN ('PRIMARY', 'SECONDARY')),
  PRIMARY KEY (expert_id, territory_id)
);
CREATE INDEX roster_expert_territory_by_territory ON roster_expert_territory (territory_id);

-- Weekday 1 is Monday, 7 is Sunday; minutes of the day in UTC.
CREATE TABLE roster_shift (
  expert_id text NOT NULL REFERENCES roster_expert (id) ON DELETE CASCADE,
  weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  start_minute integer NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
  end_minute integer NOT NULL CHECK (end_minute BETWEEN 1 AND 1440),
  PRIMARY KEY (expert_id, weekday, start_minute),
  CHECK (end_minute > start_minute)
);

CREATE TABLE roster_time_off (
  id text PRIMARY KEY,
  expert_id text NOT NULL REFERENCES roster_expert (id) ON DELETE CASCADE,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  CHECK (ends_at > starts_at)
);
CREATE INDEX roster_time_off_by_expert ON roster_time_off (expert_id, ends_at);

CREATE TABLE roster_product (
  id text PRIMARY KEY,
  name text NOT NULL,
  category text NOT NULL,
  visit_minutes integer NOT NULL CHECK (visit_minutes BETWEEN 1 AND 720),
  active boolean NOT NULL,
  synced_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE roster_product_skill (
  product_id text NOT NULL REFERENCES roster_product (id) ON DELETE CASCADE,
  skill_id text NOT NULL,
  level integer NOT NULL CHECK (level BETWEEN 1 AND 3),
  PRIMARY KEY (product_id, skill_id)
);

-- Above every number that the monolith has given.
CREATE SEQUENCE ticket_number START 200001;

CREATE TABLE ticket (
  id text PRIMARY KEY,
  number text NOT NULL UNIQUE DEFAULT 'SYS-' || nextval('ticket_number'),
  status text NOT NULL CHECK (status IN ('NEW', 'AWAITING_DISPATCH', 'OFFERED', 'ACCEPTED', 'EN_ROUTE', 'ON_SITE',
    'COMPLETED', 'CLOSED', 'NEEDS_ATTENTION', 'ON_HOLD', 'CANCELLED')),
  version integer NOT NULL CHECK (version > 0),
  customer_id text NOT NULL,
  product_id text,
  product_name text NOT NULL DEFAULT '',
  description text NOT NULL CHECK (length(description) BETWEEN 1 AND 20000),
  priority text NOT NULL CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
  address_id text,
  contract_id text,
  expert_id text REFERENCES roster_expert (id),
  attention_reason text,
  attention_summary text,
  attention_since timestamptz(3),
  respond_by timestamptz(3) NOT NULL,
  arrive_by timestamptz(3) NOT NULL,
  breached_at timestamptz(3),
  resolution text,
  rating integer CHECK (rating BETWEEN 1 AND 5),
  possible_duplicate_of text REFERENCES ticket (id),
  lat double precision,
  lng double precision,
  territory_id text,
  postcode text,
  entitlement_checked_at timestamptz(3),
  created_by_kind text NOT NULL,
  created_by_id text,
  idempotency_key text,
  request_hash text,
  import_source text,
  external_id text,
  created_at timestamptz(3) NOT NULL,
  first_assigned_at timestamptz(3),
  arrived_at timestamptz(3),
  completed_at timestamptz(3),
  closed_at timestamptz(3),
  cancelled_at timestamptz(3),
  CHECK ((status = 'NEEDS_ATTENTION') = (attention_reason IS NOT NULL)),
  CHECK ((attention_reason IS NULL) = (attention_since IS NULL) AND (attention_reason IS NULL) = (attention_summary IS NULL)),
  CHECK ((idempotency_key IS NULL) = (request_hash IS NULL)),
  CHECK ((import_source IS NULL) = (external_id IS NULL))
);
CREATE UNIQUE INDEX ticket_idempotency ON ticket (created_by_kind, created_by_id, idempotency_key) NULLS NOT DISTINCT
  WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX ticket_import ON ticket (import_source, external_id);
CREATE INDEX ticket_newest ON ticket (created_at DESC, id DESC);
CREATE INDEX ticket_of_customer ON ticket (customer_id, created_at DESC, id DESC);
CREATE INDEX ticket_of_expert ON ticket (expert_id, created_at DESC, id DESC);
CREATE INDEX ticket_by_status ON ticket (status, created_at DESC, id DESC);
CREATE INDEX ticket_needing_attention ON ticket (priority, attention_since, id) WHERE status = 'NEEDS_ATTENTION';
CREATE INDEX ticket_open_of_product ON ticket (customer_id, product_id) WHERE status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED');
CREATE INDEX ticket_completed ON ticket (completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX ticket_closed ON ticket (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX ticket_cancelled ON ticket (cancelled_at) WHERE cancelled_at IS NOT NULL;

CREATE TABLE ticket_window (
  ticket_id text NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
  position integer NOT NULL CHECK (position BETWEEN 1 AND 10),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  PRIMARY KEY (ticket_id, position),
  CHECK (ends_at > starts_at)
);

CREATE TABLE ticket_history (
  ticket_id text NOT NULL REFERENCES ticket (id),
  sequence integer NOT NULL CHECK (sequence > 0),
  at timestamptz(3) NOT NULL,
  actor_kind text NOT NULL,
  actor_id text,
  from_status text,
  to_status text NOT NULL,
  reason text,
  PRIMARY KEY (ticket_id, sequence)
);

CREATE TABLE comment (
  id text PRIMARY KEY,
  ticket_id text NOT NULL REFERENCES ticket (id),
  author_kind text NOT NULL,
  author_id text,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
  visibility text NOT NULL CHECK (visibility IN ('PUBLIC', 'INTERNAL')),
  created_at timestamptz(3) NOT NULL
);
CREATE INDEX comment_of_ticket ON comment (ticket_id, created_at DESC, id DESC);

CREATE TABLE visit (
  id text PRIMARY KEY,
  ticket_id text NOT NULL REFERENCES ticket (id),
  ordinal integer NOT NULL CHECK (ordinal > 0),
  status text NOT NULL CHECK (status IN ('PROPOSED', 'SCHEDULED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED', 'CANCELLED')),
  expert_id text REFERENCES roster_expert (id),
  scheduled_start timestamptz(3),
  scheduled_end timestamptz(3),
  outcome text CHECK (outcome IN ('FIXED', 'FOLLOW_UP_NEEDED', 'NO_ENTRY')),
  notes text,
  created_at timestamptz(3) NOT NULL,
  accepted_at timestamptz(3),
  started_at timestamptz(3),
  arrived_at timestamptz(3),
  completed_at timestamptz(3),
  UNIQUE (ticket_id, ordinal),
  UNIQUE (id, ticket_id),
  CHECK (scheduled_end > scheduled_start),
  CHECK ((status = 'COMPLETED') = (outcome IS NOT NULL)),
  CHECK (status IN ('PROPOSED', 'CANCELLED') OR (expert_id IS NOT NULL AND scheduled_start IS NOT NULL AND scheduled_end IS NOT NULL))
);
CREATE INDEX visit_of_expert ON visit (expert_id, scheduled_start);

CREATE TABLE offer (
  id text PRIMARY KEY,
  visit_id text NOT NULL,
  ticket_id text NOT NULL,
  expert_id text NOT NULL REFERENCES roster_expert (id),
  status text NOT NULL CHECK (status IN ('OFFERED', 'ACCEPTED', 'REFUSED', 'EXPIRED', 'WITHDRAWN')),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  blocked_from timestamptz(3) NOT NULL,
  blocked_until timestamptz(3) NOT NULL,
  blocked tstzrange GENERATED ALWAYS AS (tstzrange(blocked_from, blocked_until)) STORED,
  expires_at timestamptz(3) NOT NULL,
  token text NOT NULL,
  overridden_rules text[] NOT NULL DEFAULT '{}',
  override_reason text,
  overridden_by text,
  created_at timestamptz(3) NOT NULL,
  answered_at timestamptz(3),
  refusal_reason text CHECK (refusal_reason IN ('NO_SKILL', 'TOO_FAR', 'UNAVAILABLE', 'OTHER')),
  refusal_note text,
  released_at timestamptz(3),
  FOREIGN KEY (visit_id, ticket_id) REFERENCES visit (id, ticket_id),
  UNIQUE (id, expert_id),
  CHECK (ends_at > starts_at),
  CHECK (blocked_from <= starts_at AND blocked_until >= ends_at),
  CHECK ((status = 'REFUSED') = (refusal_reason IS NOT NULL)),
  CHECK (overridden_rules = '{}' OR (override_reason IS NOT NULL AND overridden_by IS NOT NULL)),
  CHECK (NOT 'OVERLAP' = ANY (overridden_rules))
);
CREATE INDEX offer_of_expert ON offer (expert_id, created_at DESC, id DESC);
CREATE INDEX offer_of_ticket ON offer (ticket_id, created_at);
CREATE INDEX offer_of_visit ON offer (visit_id);
CREATE INDEX offer_open ON offer (expires_at) WHERE status = 'OFFERED';

CREATE TABLE offer_skill (
  offer_id text NOT NULL,
  expert_id text NOT NULL,
  skill_id text NOT NULL,
  level integer NOT NULL CHECK (level BETWEEN 1 AND 3),
  PRIMARY KEY (offer_id, skill_id),
  FOREIGN KEY (offer_id, expert_id) REFERENCES offer (id, expert_id) ON DELETE CASCADE,
  FOREIGN KEY (expert_id, skill_id) REFERENCES roster_expert_skill (expert_id, skill_id)
);

CREATE TABLE dispatch_policy (
  version integer PRIMARY KEY,
  effective_from timestamptz(3) NOT NULL,
  policy jsonb NOT NULL
);
INSERT INTO dispatch_policy VALUES (1, '2020-01-01T00:00:00Z', '{
  "speedKmh": 35,
  "detourFactor": 1.3,
  "maximumTravelMinutes": 90,
  "offerMinutes": { "P1": 3, "P2": 5, "P3": 10, "P4": 15 },
  "maximumOffers": 5,
  "coolDownHours": 24,
  "dailyCapMinutes": 480
}');

CREATE TABLE dispatch_attempt (
  ticket_id text NOT NULL REFERENCES ticket (id),
  attempt integer NOT NULL CHECK (attempt > 0),
  decided_at timestamptz(3) NOT NULL,
  policy_version integer NOT NULL REFERENCES dispatch_policy (version),
  snapshot_digest text NOT NULL,
  offer_id text REFERENCES offer (id),
  chosen jsonb,
  rejected jsonb NOT NULL DEFAULT '[]',
  runners_up jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (ticket_id, attempt)
);

-- What happened, in order, per ticket: the source of ticketChanged.
CREATE TABLE ticket_event (
  id text PRIMARY KEY,
  ticket_id text NOT NULL REFERENCES ticket (id),
  version integer NOT NULL CHECK (version > 0),
  type text NOT NULL,
  payload jsonb NOT NULL,
  visibility text NOT NULL CHECK (visibility IN ('PUBLIC', 'STAFF')),
  occurred_at timestamptz(3) NOT NULL,
  UNIQUE (ticket_id, version)
);

CREATE TABLE outbox (
  id text PRIMARY KEY,
  type text NOT NULL,
  aggregate_id text NOT NULL,
  version integer,
  payload jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  tries integer NOT NULL DEFAULT 0,
  starts integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  next_at timestamptz(3) NOT NULL DEFAULT now(),
  handed_at timestamptz(3),
  acked_at timestamptz(3),
  dead_at timestamptz(3),
  last_error text
);
CREATE INDEX outbox_due ON outbox (next_at, id) WHERE acked_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at, id) WHERE dead_at IS NOT NULL;
CREATE INDEX outbox_of_aggregate ON outbox (aggregate_id, version);

CREATE TABLE inbox (
  message_id text NOT NULL,
  handler text NOT NULL,
  handled_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (message_id, handler)
);

CREATE TABLE timer (
  id text PRIMARY KEY,
  kind text NOT NULL,
  ticket_id text NOT NULL REFERENCES ticket (id),
  offer_id text REFERENCES offer (id),
  due_at timestamptz(3) NOT NULL,
  done_at timestamptz(3)
);
CREATE INDEX timer_due ON timer (due_at, id) WHERE done_at IS NULL;
CREATE INDEX timer_of_ticket ON timer (ticket_id);

-- Each expert's offers in order. The sequence is taken under the row lock of expert_feed_head.
CREATE TABLE expert_feed_head (
  expert_id text PRIMARY KEY,
  sequence bigint NOT NULL CHECK (sequence > 0)
);
CREATE TABLE expert_feed (
  expert_id text NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  kind text NOT NULL CHECK (kind IN ('RECEIVED', 'ACCEPTED', 'REFUSED', 'EXPIRED', 'WITHDRAWN')),
  offer_id text NOT NULL REFERENCES offer (id),
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (expert_id, sequence)
);

CREATE TABLE ticket_article (
  ticket_id text NOT NULL REFERENCES ticket (id),
  article_id text NOT NULL,
  title text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (ticket_id, article_id)
);
CREATE INDEX ticket_article_by_article ON ticket_article (article_id);
