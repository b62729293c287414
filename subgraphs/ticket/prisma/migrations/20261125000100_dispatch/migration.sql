-- From now on a policy also says what each consideration costs, in minutes.
INSERT INTO dispatch_policy (version, effective_from, policy)
SELECT max(version) + 1, now(), '{
  "speedKmh": 35,
  "detourFactor": 1.3,
  "maximumTravelMinutes": 90,
  "offerMinutes": { "P1": 3, "P2": 5, "P3": 10, "P4": 15 },
  "maximumOffers": 5,
  "coolDownHours": 24,
  "dailyCapMinutes": 480,
  "refusalDays": 7,
  "weights": {
    "travel": 100,
    "lateness": { "P1": 800, "P2": 400, "P3": 200, "P4": 100 },
    "wait": { "P1": 100, "P2": 50, "P3": 25, "P4": 15 },
    "surplusLevel": 4,
    "otherSkill": 1,
    "secondaryTerritory": 15,
    "utilisation": 20,
    "fairness": 30,
    "recentRefusal": 5,
    "continuity": 10
  }
}' FROM dispatch_policy;
ALTER TABLE dispatch_policy ADD COLUMN saved_by text, ADD COLUMN note text;

-- What a policy said when a decision was made by it must stand for ever.
CREATE FUNCTION dispatch_policy_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'constraint "dispatch_policy_final": a policy is never changed; save a new version' USING ERRCODE = 'check_violation', CONSTRAINT = 'dispatch_policy_final';
END $$;
CREATE TRIGGER dispatch_policy_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON dispatch_policy
  FOR EACH STATEMENT EXECUTE FUNCTION dispatch_policy_is_final();

-- Goes up with every statement that changes the roster, whoever sends it: a copy in memory is as good as its version.
CREATE TABLE roster_version (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version bigint NOT NULL
);
INSERT INTO roster_version (version) VALUES (1);

CREATE FUNCTION roster_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE roster_version SET version = version + 1;
  RETURN NULL;
END $$;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['roster_territory', 'roster_expert', 'roster_expert_skill', 'roster_expert_territory', 'roster_shift', 'roster_time_off', 'roster_product', 'roster_product_skill'] LOOP
    EXECUTE format('CREATE TRIGGER roster_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION roster_changed()', name);
  END LOOP;
END $$;

-- What decisions were made from, so that each can be made once more. A roster is kept once for all decisions made from it.
CREATE TABLE dispatch_roster (
  digest text PRIMARY KEY,
  territory_id text NOT NULL,
  experts text NOT NULL,
  kept_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE TABLE dispatch_snapshot (
  digest text PRIMARY KEY,
  roster_digest text NOT NULL REFERENCES dispatch_roster (digest),
  state text NOT NULL,
  kept_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX dispatch_snapshot_kept ON dispatch_snapshot (kept_at);
CREATE INDEX dispatch_snapshot_of_roster ON dispatch_snapshot (roster_digest);

ALTER TABLE dispatch_attempt
  ADD COLUMN batch_size integer NOT NULL DEFAULT 1 CHECK (batch_size > 0),
  ADD COLUMN rejections jsonb NOT NULL DEFAULT '{}';

-- Territories in which an expert's time was given back: whoever waits there for a person is tried again.
CREATE TABLE territory_freed (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  territory_id text NOT NULL
);
CREATE INDEX territory_freed_by_territory ON territory_freed (territory_id);

-- The dispatch loop asks for what is due of this kind alone.
CREATE INDEX timer_dispatch_due ON timer (due_at) WHERE done_at IS NULL AND kind = 'RETRY_DISPATCH';
CREATE INDEX ticket_waiting ON ticket (territory_id, priority, created_at) WHERE status IN ('AWAITING_DISPATCH', 'NEEDS_ATTENTION');
