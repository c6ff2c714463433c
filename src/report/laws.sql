-- Cited laws and articles, most cited laws first, and how the obstacles that cite them were solved. The row of a law
-- counts each obstacle that cites the law once. A row for each of its articles follows. An obstacle that cites several
-- articles counts in the row of each article.
WITH cited AS (
    SELECT DISTINCT c.number, c.resolution, c.status, law_name(l.text) COLLATE NOCASE AS law,
                    law_article(l.text) AS article
    FROM filtered AS c JOIN obstacle_law AS l ON l.obstacle = c.number
),
row AS (
    SELECT DISTINCT number, resolution, status, law, NULL AS article FROM cited
    UNION ALL
    SELECT number, resolution, status, law, article FROM cited WHERE article IS NOT NULL
)
SELECT min(t.law COLLATE BINARY) AS law, t.article,
       count(*) AS obstacles,
       count(CASE WHEN t.resolution = 'within-rules' THEN 1 END) AS within_rules,
       count(CASE WHEN t.resolution = 'regional-approach' THEN 1 END) AS regional_approach,
       count(CASE WHEN t.status IN ('collected', 'in-analysis') THEN 1 END) AS open,
       count(CASE WHEN t.status = 'closed' THEN 1 END) AS closed
FROM row AS t
GROUP BY t.law, t.article
ORDER BY max(count(*)) OVER (PARTITION BY t.law) DESC, sort_key(t.law), t.article IS NOT NULL, count(*) DESC,
         sort_key(t.article)
