-- The laws and articles that each obstacle cites, with a Juriconnect reference and a link to the text. If a citation
-- has no date, the reference and the link select the text in force on the day of the answer. If that day is unknown,
-- they use the day of the solution or else the day of receipt.
SELECT c.code AS number, l.kind AS source_kind, l.law, l.article, l.paragraph, l.item,
       coalesce(l.valid_on, c.answered, c.solved, c.received) AS text_of,
       juriconnect(l.text, coalesce(c.answered, c.solved, c.received)) AS juriconnect,
       law_link(l.text, coalesce(c.answered, c.solved, c.received)) AS link
FROM filtered AS c JOIN obstacle_law AS l ON l.obstacle = c.number
ORDER BY c.number, l.position
