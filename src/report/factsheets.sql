-- How many obstacles each factsheet answers, and how those obstacles were solved.
SELECT f.code AS number, f.title, f.published,
       count(c.number) AS obstacles,
       count(CASE WHEN c.resolution = 'within-rules' THEN 1 END) AS within_rules,
       count(CASE WHEN c.resolution = 'regional-approach' THEN 1 END) AS regional_approach,
       f.provenance
FROM factsheet AS f
LEFT JOIN obstacle_factsheet AS l ON l.factsheet = f.number
LEFT JOIN filtered AS c ON c.number = l.obstacle
WHERE f.void IS NULL
GROUP BY f.number
HAVING :is_unfiltered OR count(c.number) > 0
ORDER BY obstacles DESC, f.number
