-- Days from receipt to answer, and from receipt to solution. The median of an even number of values is the mean of the
-- middle two. The 90th percentile is the smallest number of days within which 90% were done (nearest rank).
WITH span AS (
    SELECT 'answered' AS until_event, CAST(julianday(answered) - julianday(received) AS INTEGER) AS days
    FROM filtered WHERE answered IS NOT NULL AND received IS NOT NULL
    UNION ALL
    SELECT 'solved', CAST(julianday(solved) - julianday(received) AS INTEGER)
    FROM filtered WHERE solved IS NOT NULL AND received IS NOT NULL
),
ranked AS (
    SELECT until_event, days,
           row_number() OVER (PARTITION BY until_event ORDER BY days) AS place,
           count(*) OVER (PARTITION BY until_event) AS n
    FROM span
)
SELECT until_event,
       max(n) AS obstacles,
       avg(CASE WHEN 2 * place BETWEEN n AND n + 2 THEN days END) AS median_days,
       min(CASE WHEN 10 * place >= 9 * n THEN days END) AS p90_days
FROM ranked GROUP BY until_event ORDER BY until_event
