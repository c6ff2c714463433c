-- How many were collected and solved in each quarter, and up to and with it, from the first quarter in which
-- something happened to the last. Duplicates are left out, as they are where collected is counted.
WITH RECURSIVE event AS (
    SELECT received AS day, 1 AS collected, 0 AS solved FROM chosen
    WHERE received IS NOT NULL AND (closed_as IS NULL OR closed_as <> 'duplicate')
    UNION ALL
    SELECT solved, 0, 1 FROM chosen WHERE solved IS NOT NULL
),
placed AS (
    SELECT CAST(substr(day, 1, 4) AS INTEGER) * 4 + (CAST(substr(day, 6, 2) AS INTEGER) + 2) / 3 - 1 AS place,
           collected, solved
    FROM event
),
span (place, last) AS (
    SELECT min(place), max(place) FROM placed HAVING min(place) IS NOT NULL
    UNION ALL
    SELECT place + 1, last FROM span WHERE place < last
),
counted AS (
    SELECT s.place, coalesce(sum(p.collected), 0) AS collected, coalesce(sum(p.solved), 0) AS solved_then
    FROM span AS s LEFT JOIN placed AS p ON p.place = s.place GROUP BY s.place
)
SELECT printf('%04d-Q%d', place / 4, place % 4 + 1) AS quarter, collected, solved_then,
       sum(collected) OVER (ORDER BY place) AS collected_so_far,
       sum(solved_then) OVER (ORDER BY place) AS solved_so_far
FROM counted ORDER BY place
