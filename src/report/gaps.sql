-- Solved obstacles without a factsheet, by nature and law: where a factsheet would help most. An obstacle
-- with several laws is mentioned under each; the total counts each obstacle once.
WITH gap AS (
    SELECT c.number, c.code, c.nature FROM chosen AS c
    WHERE c.status = 'solved'
      AND NOT EXISTS (SELECT 1 FROM obstacle_factsheet AS l JOIN factsheet AS f ON f.number = l.factsheet
                      WHERE l.obstacle = c.number AND f.void IS NULL)
)
SELECT nature, law, obstacles, numbers, _total FROM (
    SELECT g.nature, l.law, count(*) AS obstacles, string_agg(g.code, '; ' ORDER BY g.number) AS numbers, 0 AS _total
    FROM gap AS g LEFT JOIN (SELECT DISTINCT obstacle, law FROM obstacle_law) AS l ON l.obstacle = g.number
    GROUP BY g.nature, l.law
    UNION ALL
    SELECT NULL, NULL, count(*), NULL, 1 FROM gap
) ORDER BY _total, obstacles DESC, nature, law
