-- Factsheets and schemes to which no obstacle in `filtered` is linked.
SELECT thing, number, title, provenance FROM (
    SELECT 'factsheet' AS thing, f.code AS number, f.number AS place, f.title, f.provenance FROM factsheet AS f
    WHERE f.void IS NULL AND NOT EXISTS (
        SELECT 1 FROM obstacle_factsheet AS l JOIN filtered AS c ON c.number = l.obstacle WHERE l.factsheet = f.number)
    UNION ALL
    SELECT 'scheme', s.code, s.number, s.title, s.provenance FROM scheme AS s
    WHERE s.void IS NULL AND NOT EXISTS (
        SELECT 1 FROM obstacle_scheme AS l JOIN filtered AS c ON c.number = l.obstacle WHERE l.scheme = s.number)
) ORDER BY thing, place
