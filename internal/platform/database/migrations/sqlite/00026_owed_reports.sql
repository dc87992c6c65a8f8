-- +goose Up
-- What a unit owes depends on the report that waits and on the one that was sent back: pending_on is the day of the undecided report of a
-- milestone (indicators have it already), returned_month the month of the last report when it was returned and nothing was sent since.
ALTER TABLE milestones ADD COLUMN pending_on TEXT;
ALTER TABLE milestone_versions ADD COLUMN pending_on TEXT;
ALTER TABLE milestones ADD COLUMN returned_month TEXT;
ALTER TABLE milestone_versions ADD COLUMN returned_month TEXT;
ALTER TABLE indicators ADD COLUMN returned_month TEXT;
ALTER TABLE indicator_versions ADD COLUMN returned_month TEXT;
UPDATE milestones SET pending_on = (SELECT MAX(r.recorded_on) FROM reports r WHERE r.milestone_id = milestones.id AND r.state = 'submitted')
  WHERE EXISTS (SELECT 1 FROM reports r WHERE r.milestone_id = milestones.id AND r.state = 'submitted');
UPDATE milestone_versions SET pending_on = (SELECT MAX(r.recorded_on) FROM reports r WHERE r.milestone_id = milestone_versions.id
    AND r.recorded_on <= milestone_versions.recorded_on AND (r.decided_on IS NULL OR r.decided_on > milestone_versions.recorded_on))
  WHERE EXISTS (SELECT 1 FROM reports r WHERE r.milestone_id = milestone_versions.id
    AND r.recorded_on <= milestone_versions.recorded_on AND (r.decided_on IS NULL OR r.decided_on > milestone_versions.recorded_on));
UPDATE milestones SET returned_month = (SELECT r.month FROM reports r WHERE r.state = 'returned' AND r.id = (SELECT MAX(x.id) FROM reports x
    WHERE x.milestone_id = milestones.id AND x.state <> 'withdrawn'))
  WHERE EXISTS (SELECT 1 FROM reports r WHERE r.state = 'returned' AND r.id = (SELECT MAX(x.id) FROM reports x
    WHERE x.milestone_id = milestones.id AND x.state <> 'withdrawn'));
UPDATE indicators SET returned_month = (SELECT r.month FROM reports r WHERE r.state = 'returned' AND r.id = (SELECT MAX(x.id) FROM reports x
    WHERE x.indicator_id = indicators.id AND x.state <> 'withdrawn'))
  WHERE EXISTS (SELECT 1 FROM reports r WHERE r.state = 'returned' AND r.id = (SELECT MAX(x.id) FROM reports x
    WHERE x.indicator_id = indicators.id AND x.state <> 'withdrawn'));
