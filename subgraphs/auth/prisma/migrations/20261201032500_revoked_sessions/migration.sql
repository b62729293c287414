-- Sessions that ended while access tokens of theirs may be alive. Filled by the database alone, so that no way to end a session can leave it out.
-- A reader that shows the snapshot of its last answer gets what was committed since: the order of commits is not that of times or sequences.
CREATE TABLE revoked_session (
  session_id text PRIMARY KEY,
  revoked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  revoked_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX revoked_session_transaction ON revoked_session (revoked_in);
CREATE INDEX revoked_session_time ON revoked_session (revoked_at);

CREATE FUNCTION session_is_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO revoked_session (session_id) VALUES (OLD.id) ON CONFLICT (session_id) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER session_is_revoked_at_its_end AFTER UPDATE ON session FOR EACH ROW
  WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION session_is_revoked();
CREATE TRIGGER session_is_revoked_with_its_row AFTER DELETE ON session FOR EACH ROW
  WHEN (OLD.ended_at IS NULL) EXECUTE FUNCTION session_is_revoked();

CREATE FUNCTION session_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'session_ends_once: a session that has ended stays ended' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER session_ends_once BEFORE UPDATE ON session FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL OR OLD.account_id <> NEW.account_id) EXECUTE FUNCTION session_ends_once();

-- Whatever takes a right away ends the sessions whose tokens still state it. (A new password is no loss of a right by itself: the command ends them.)
CREATE FUNCTION account_loses_its_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE session SET ended_at = clock_timestamp(), end_reason = 'ACCOUNT_CHANGED' WHERE account_id = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER account_loses_its_sessions AFTER UPDATE ON account FOR EACH ROW
  WHEN (OLD.status = 'ACTIVE' AND NEW.status <> 'ACTIVE' OR NOT OLD.roles <@ NEW.roles
    OR OLD.customer_id IS NOT NULL AND OLD.customer_id IS DISTINCT FROM NEW.customer_id
    OR OLD.expert_id IS NOT NULL AND OLD.expert_id IS DISTINCT FROM NEW.expert_id)
  EXECUTE FUNCTION account_loses_its_sessions();

-- A session that is opened while its account is being deactivated waits for that, and is refused.
CREATE FUNCTION session_of_an_active_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM account WHERE id = NEW.account_id AND status = 'ACTIVE' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'session_of_an_active_account: only an active account has sessions' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER session_of_an_active_account BEFORE INSERT ON session FOR EACH ROW EXECUTE FUNCTION session_of_an_active_account();
