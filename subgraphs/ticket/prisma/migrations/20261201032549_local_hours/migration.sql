-- AlterTable
ALTER TABLE "roster_expert" ADD COLUMN     "time_zone" TEXT NOT NULL DEFAULT 'UTC';

-- Shifts are minutes on the clock of this zone. What was there before was UTC, and stays so until the roster is read again.
ALTER TABLE roster_expert ADD CONSTRAINT roster_expert_time_zone_known CHECK (time_zone ~ '^[A-Za-z]' AND timezone(time_zone, '2026-01-01T00:00:00Z'::timestamptz) IS NOT NULL);
COMMENT ON TABLE roster_shift IS 'Weekday 1 is Monday, 7 is Sunday; minutes of the day on the clock of roster_expert.time_zone.';
