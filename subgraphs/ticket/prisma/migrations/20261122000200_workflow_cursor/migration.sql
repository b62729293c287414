-- How far the workflow has read in lists that others keep, e.g. answered surveys.
CREATE TABLE workflow_cursor (
  name text PRIMARY KEY,
  cursor text NOT NULL,
  saved_at timestamptz(3) NOT NULL DEFAULT now()
);
