-- For each nature, the number of obstacles by outcome.
SELECT nature, within_rules, regional_approach, open, closed, obstacles, _total FROM (
    SELECT nature,
           count(CASE WHEN resolution = 'within-rules' THEN 1 END) AS within_rules,
           count(CASE WHEN resolution = 'regional-approach' THEN 1 END) AS regional_approach,
           count(CASE WHEN status IN ('collected', 'in-analysis') THEN 1 END) AS open,
           count(CASE WHEN status = 'closed' THEN 1 END) AS closed,
           count(*) AS obstacles,
           0 AS _total
    FROM filtered GROUP BY nature
    UNION ALL
    SELECT NULL,
           count(CASE WHEN resolution = 'within-rules' THEN 1 END),
           count(CASE WHEN resolution = 'regional-approach' THEN 1 END),
           count(CASE WHEN status IN ('collected', 'in-analysis') THEN 1 END),
           count(CASE WHEN status = 'closed' THEN 1 END),
           count(*),
           1
    FROM filtered
) ORDER BY _total, obstacles DESC, sort_key(nature)
