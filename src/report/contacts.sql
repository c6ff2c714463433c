-- Contacts by kind. A contact about several obstacles counts once as a contact. In `mentions`, it counts once for each
-- of these obstacles.
WITH about AS (
    SELECT l.contact, c.number AS obstacle FROM contact_obstacle AS l JOIN filtered AS c ON c.number = l.obstacle
),
met AS (
    SELECT t.number, t.kind, a.obstacle FROM contact AS t LEFT JOIN about AS a ON a.contact = t.number
    WHERE t.void IS NULL AND (:is_unfiltered OR a.obstacle IS NOT NULL)
)
SELECT kind, contacts, obstacles, mentions, _total FROM (
    SELECT kind, count(DISTINCT number) AS contacts, count(DISTINCT obstacle) AS obstacles, count(obstacle) AS mentions,
           CASE kind WHEN 'meeting' THEN 1 WHEN 'call' THEN 2 ELSE 3 END AS place, 0 AS _total
    FROM met GROUP BY kind
    UNION ALL
    SELECT NULL, count(DISTINCT number), count(DISTINCT obstacle), count(obstacle), 4, 1 FROM met
) ORDER BY place
