-- Counts obstacles by the number of days from receipt to answer, and from receipt to solution, in ranges of days.
WITH class (place, days, least, most) AS (
    VALUES (1, '0-7', 0, 7), (2, '8-14', 8, 14), (3, '15-30', 15, 30), (4, '31-60', 31, 60), (5, '61-90', 61, 90),
           (6, '91-180', 91, 180), (7, '181+', 181, 1000000000)
),
span AS (
    SELECT CAST(julianday(answered) - julianday(received) AS INTEGER) AS answered_in,
           CAST(julianday(solved) - julianday(received) AS INTEGER) AS solved_in
    FROM filtered WHERE received IS NOT NULL
)
SELECT k.days,
       (SELECT count(*) FROM span WHERE answered_in BETWEEN k.least AND k.most) AS days_answered,
       (SELECT count(*) FROM span WHERE solved_in BETWEEN k.least AND k.most) AS days_solved
FROM class AS k
WHERE EXISTS (SELECT 1 FROM span WHERE answered_in IS NOT NULL OR solved_in IS NOT NULL)
ORDER BY k.place
