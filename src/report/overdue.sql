-- Open obstacles whose promised day has passed, the longest overdue first.
SELECT chosen.code AS number, title, ministry, coalesce(p.name, p.code) AS handler, received, due,
       CAST(julianday(:today) - julianday(due) AS INTEGER) AS days_overdue, provenance
FROM chosen LEFT JOIN person AS p ON p.number = chosen.handler
WHERE due < :today AND status IN ('collected', 'in-analysis')
ORDER BY due, chosen.number
