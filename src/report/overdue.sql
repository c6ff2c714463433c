-- Open obstacles whose promised day has passed, the longest overdue first.
SELECT code AS number, title, ministry, handler, received, due,
       CAST(julianday(:today) - julianday(due) AS INTEGER) AS days_overdue, provenance
FROM chosen
WHERE due < :today AND status IN ('collected', 'in-analysis')
ORDER BY due, chosen.number
