-- Open obstacles whose promised date has passed. The longest overdue come first.
SELECT filtered.code AS number, title, ministry, coalesce(p.name, p.code) AS handler, received, due,
       CAST(julianday(:today) - julianday(due) AS INTEGER) AS days_overdue, provenance
FROM filtered LEFT JOIN person AS p ON p.number = filtered.handler
WHERE due < :today AND status IN ('collected', 'in-analysis')
ORDER BY due, filtered.number
