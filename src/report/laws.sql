-- Which laws and articles hold innovation back most: obstacles by law and article, and how they were solved. An
-- obstacle that cites an article twice counts once.
WITH cited AS (
    SELECT DISTINCT c.number, c.resolution, c.status, l.law, l.article
    FROM chosen AS c JOIN obstacle_law AS l ON l.obstacle = c.number
)
SELECT t.law, t.article,
       count(*) AS obstacles,
       count(CASE WHEN t.resolution = 'within-rules' THEN 1 END) AS within_rules,
       count(CASE WHEN t.resolution = 'regional-approach' THEN 1 END) AS regional_approach,
       count(CASE WHEN t.status IN ('collected', 'in-analysis') THEN 1 END) AS open,
       count(CASE WHEN t.status = 'closed' THEN 1 END) AS closed
FROM cited AS t
GROUP BY t.law, t.article
ORDER BY obstacles DESC, t.law, t.article
