-- Obstacles collected and solved, per quarter and cumulatively, from the first quarter with an event to the last.
-- Duplicates are not counted as collected. More than twenty consecutive quarters without events become one row, such as
-- 0001-Q2/2017-Q4, because a single mistyped year would otherwise fill pages.
WITH RECURSIVE event AS (
    SELECT received AS day, 1 AS collected, 0 AS solved FROM filtered
    WHERE received IS NOT NULL AND (closed_as IS NULL OR closed_as <> 'duplicate')
    UNION ALL
    SELECT solved, 0, 1 FROM filtered WHERE solved IS NOT NULL
),
placed AS (
    SELECT CAST(substr(day, 1, 4) AS INTEGER) * 4 + (CAST(substr(day, 6, 2) AS INTEGER) + 2) / 3 - 1 AS place,
           collected, solved
    FROM event
),
busy AS (
    SELECT place, sum(collected) AS collected, sum(solved) AS solved_then FROM placed GROUP BY place
),
quiet AS (
    SELECT place + 1 AS place, lead(place) OVER (ORDER BY place) - 1 AS last FROM busy
),
short (place, last) AS (
    SELECT place, last FROM quiet WHERE last >= place AND last - place < 20
    UNION ALL
    SELECT place + 1, last FROM short WHERE place < last
),
counted (place, last, collected, solved_then) AS (
    SELECT place, place, collected, solved_then FROM busy
    UNION ALL
    SELECT place, place, 0, 0 FROM short
    UNION ALL
    SELECT place, last, 0, 0 FROM quiet WHERE last - place >= 20
)
SELECT printf('%04d-Q%d', place / 4, place % 4 + 1)
           || CASE WHEN last > place THEN printf('/%04d-Q%d', last / 4, last % 4 + 1) ELSE '' END AS quarter,
       collected, solved_then,
       sum(collected) OVER (ORDER BY place) AS collected_so_far,
       sum(solved_then) OVER (ORDER BY place) AS solved_so_far
FROM counted ORDER BY place
