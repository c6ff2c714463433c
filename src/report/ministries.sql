-- Obstacles by ministry: as lead ministry, as a ministry involved, and both together. An obstacle counts as a mention
-- of each of its ministries. Mentions are also counted by outcome and status. In the total row, the counts by outcome
-- and status include each obstacle once, even if it mentions several ministries.
WITH mention AS (
    SELECT c.number, c.ministry, 1 AS leads, c.status, c.resolution FROM filtered AS c
    UNION ALL
    SELECT c.number, l.ministry, 0, c.status, c.resolution
    FROM filtered AS c JOIN obstacle_ministry AS l ON l.obstacle = c.number
    WHERE l.ministry <> c.ministry
)
SELECT ministry, lead, involved, mentions, within_rules, regional_approach, open, closed, _total FROM (
    SELECT ministry,
           count(CASE WHEN leads = 1 THEN 1 END) AS lead,
           count(CASE WHEN leads = 0 THEN 1 END) AS involved,
           count(*) AS mentions,
           count(CASE WHEN resolution = 'within-rules' THEN 1 END) AS within_rules,
           count(CASE WHEN resolution = 'regional-approach' THEN 1 END) AS regional_approach,
           count(CASE WHEN status IN ('collected', 'in-analysis') THEN 1 END) AS open,
           count(CASE WHEN status = 'closed' THEN 1 END) AS closed,
           0 AS _total
    FROM mention GROUP BY ministry
    UNION ALL
    SELECT NULL,
           count(CASE WHEN leads = 1 THEN 1 END),
           count(CASE WHEN leads = 0 THEN 1 END),
           count(*),
           count(CASE WHEN leads = 1 AND resolution = 'within-rules' THEN 1 END),
           count(CASE WHEN leads = 1 AND resolution = 'regional-approach' THEN 1 END),
           count(CASE WHEN leads = 1 AND status IN ('collected', 'in-analysis') THEN 1 END),
           count(CASE WHEN leads = 1 AND status = 'closed' THEN 1 END),
           1
    FROM mention
) ORDER BY _total, sort_key(ministry)
