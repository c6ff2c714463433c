-- Solved obstacles without a factsheet, by nature and law, to show where a new factsheet would help most. Groups whose
-- answers were reused most come first. `reused` is the number of obstacles that served as a precedent at least once.
-- `reuses` is how often they served as one. An obstacle that cites several laws counts under each law, but only once in
-- the total.
WITH gap AS (
    SELECT c.number, c.code, c.nature,
           (SELECT count(*) FROM obstacle_precedent AS l JOIN obstacle AS o ON o.number = l.obstacle
            WHERE l.precedent = c.number AND o.void IS NULL) AS reuses
    FROM filtered AS c
    WHERE c.status = 'solved'
      AND NOT EXISTS (SELECT 1 FROM obstacle_factsheet AS l JOIN factsheet AS f ON f.number = l.factsheet
                      WHERE l.obstacle = c.number AND f.void IS NULL)
)
SELECT nature, law, obstacles, reused, reuses, numbers, _total FROM (
    SELECT g.nature, min(l.law COLLATE BINARY) AS law, count(*) AS obstacles, count(*) FILTER (WHERE g.reuses > 0) AS reused,
           sum(g.reuses) AS reuses, string_agg(g.code, '; ' ORDER BY g.number) AS numbers, 0 AS _total
    FROM gap AS g LEFT JOIN (SELECT DISTINCT obstacle, law_name(text) COLLATE NOCASE AS law FROM obstacle_law) AS l ON l.obstacle = g.number
    GROUP BY g.nature, l.law
    UNION ALL
    SELECT NULL, NULL, count(*), count(*) FILTER (WHERE reuses > 0), coalesce(sum(reuses), 0), NULL, 1 FROM gap
) ORDER BY _total, reuses DESC, obstacles DESC, sort_key(nature), sort_key(law)
