-- What tables lack that were made by an earlier schema.sql; may be repeated. Their shifts were meant as hours of where the experts work.
ALTER TABLE expert_profile ADD COLUMN IF NOT EXISTS time_zone text NOT NULL DEFAULT 'Europe/Berlin'
  CHECK (time_zone ~ '^[A-Za-z]' AND timezone(time_zone, '2026-01-01T00:00:00Z'::timestamptz) IS NOT NULL);
-- Counts saves, so that a person does not undo one that they have not seen.
ALTER TABLE expert_profile ADD COLUMN IF NOT EXISTS version integer NOT NULL DEFAULT 1;
ALTER TABLE ticket_type ADD COLUMN IF NOT EXISTS version integer NOT NULL DEFAULT 1;
