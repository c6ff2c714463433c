-- Groups of obstacles that ask nearly the same. `:groups` is a JSON array with a pair for each obstacle in a group of
-- two or more: its number, and the number of the obstacle that is most like the rest of the group. Groups without a
-- factsheet come first, and larger groups before smaller ones. For a group without a factsheet, `write_from` is the
-- obstacle whose answer was reused most, because a new factsheet can start from that answer.
WITH asked AS MATERIALIZED (
    SELECT o.number, o.code, o.region, o.status, o.resolution, o.answer IS NOT NULL AS is_answered, pair.value ->> 1 AS center
    FROM json_each(:groups) AS pair JOIN filtered AS o ON o.number = pair.value ->> 0
),
place AS (
    SELECT center, string_agg(region, '; ' ORDER BY sort_key(region)) AS regions
    FROM (SELECT DISTINCT center, region FROM asked WHERE region IS NOT NULL) GROUP BY center
),
sheet AS (
    SELECT center, string_agg(code, '; ' ORDER BY number) AS factsheets
    FROM (SELECT DISTINCT a.center, f.code, f.number
          FROM asked AS a JOIN obstacle_factsheet AS l ON l.obstacle = a.number
                          JOIN factsheet AS f ON f.number = l.factsheet
          WHERE f.void IS NULL)
    GROUP BY center
),
answered AS (
    SELECT center, code, row_number() OVER (PARTITION BY center ORDER BY reuses DESC, number <> center, number) AS place
    FROM (SELECT a.*, (SELECT count(*) FROM obstacle_precedent AS l JOIN obstacle AS o ON o.number = l.obstacle
                       WHERE l.precedent = a.number AND o.void IS NULL) AS reuses
          FROM asked AS a WHERE a.status = 'solved' AND a.is_answered)
)
SELECT number, title, obstacles, regions, within_rules, regional_approach, open, closed, factsheets, write_from, numbers, _total
FROM (
    SELECT c.code AS number, c.title, count(*) AS obstacles, p.regions,
           count(*) FILTER (WHERE a.resolution = 'within-rules') AS within_rules,
           count(*) FILTER (WHERE a.resolution = 'regional-approach') AS regional_approach,
           count(*) FILTER (WHERE a.status IN ('collected', 'in-analysis')) AS open,
           count(*) FILTER (WHERE a.status = 'closed') AS closed,
           s.factsheets, iif(s.factsheets IS NULL, w.code, NULL) AS write_from,
           string_agg(a.code, '; ' ORDER BY a.number) AS numbers, 0 AS _total, a.center
    FROM asked AS a JOIN obstacle AS c ON c.number = a.center
                    LEFT JOIN place AS p ON p.center = a.center
                    LEFT JOIN sheet AS s ON s.center = a.center
                    LEFT JOIN answered AS w ON w.center = a.center AND w.place = 1
    GROUP BY a.center
    UNION ALL
    SELECT NULL, NULL, count(*), NULL, count(*) FILTER (WHERE resolution = 'within-rules'),
           count(*) FILTER (WHERE resolution = 'regional-approach'),
           count(*) FILTER (WHERE status IN ('collected', 'in-analysis')), count(*) FILTER (WHERE status = 'closed'),
           NULL, NULL, NULL, 1, NULL
    FROM asked
) ORDER BY _total, factsheets IS NOT NULL, obstacles DESC, center
