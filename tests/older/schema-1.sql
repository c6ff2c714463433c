-- Every table of the register, which is one SQLite file. This is the complete data contract: a new register is created
-- from this text alone.
--
-- Conventions
--   * A date is text in ISO 8601 (2018-05-12) and must exist in the calendar. An unknown value is NULL; an empty text
--     is never stored.
--   * A number is never reused (AUTOINCREMENT). `code` is the number as people write it: B-012 for an obstacle, F-03
--     for a factsheet, S-07 for a scheme, C-012 for a contact, P-01 for a published figure.
--   * Records are not deleted. A record made by mistake stays in its table: the column `void` holds the reason, and no
--     count includes the record.
--   * A vocabulary is a table with a code, a Dutch and an English label, and an identifier. Officers can add to it.
--   * Only `ruimte` writes to the register. Any program may read it.

PRAGMA application_id = 1381321037; -- the four letters RUIM: tells a register from any other SQLite file
PRAGMA user_version = 1;            -- the version of this schema

-- ---------------------------------------------------------------------------------------------------
-- Vocabularies
-- ---------------------------------------------------------------------------------------------------

-- Ministries are data, because nearly every cabinet renames or splits some.
-- `identifier` is the TOOI identifier (https://identifier.overheid.nl/tooi/id/ministerie/...).
CREATE TABLE ministry (
    code       TEXT NOT NULL PRIMARY KEY CHECK (trim(code) <> ''),
    nl         TEXT NOT NULL CHECK (trim(nl) <> ''),
    en         TEXT NOT NULL CHECK (trim(en) <> ''),
    identifier TEXT CHECK (identifier <> '')
) STRICT;

-- The regional pacts, by their published number.
CREATE TABLE region (
    code       TEXT NOT NULL PRIMARY KEY CHECK (trim(code) <> ''),
    nl         TEXT NOT NULL CHECK (trim(nl) <> ''),
    en         TEXT NOT NULL CHECK (trim(en) <> ''),
    identifier TEXT CHECK (identifier <> '')
) STRICT;

CREATE TABLE care_domain (
    code       TEXT NOT NULL PRIMARY KEY CHECK (trim(code) <> ''),
    nl         TEXT NOT NULL CHECK (trim(nl) <> ''),
    en         TEXT NOT NULL CHECK (trim(en) <> ''),
    identifier TEXT CHECK (identifier <> '')
) STRICT;

CREATE TABLE theme (
    code       TEXT NOT NULL PRIMARY KEY CHECK (trim(code) <> ''),
    nl         TEXT NOT NULL CHECK (trim(nl) <> ''),
    en         TEXT NOT NULL CHECK (trim(en) <> ''),
    identifier TEXT CHECK (identifier <> '')
) STRICT;

-- The nature of an obstacle: an unclear rule, a statutory barrier, an institution's own rule, ...
CREATE TABLE nature (
    code       TEXT NOT NULL PRIMARY KEY CHECK (trim(code) <> ''),
    nl         TEXT NOT NULL CHECK (trim(nl) <> ''),
    en         TEXT NOT NULL CHECK (trim(en) <> ''),
    identifier TEXT CHECK (identifier <> '')
) STRICT;

-- Laws and their names. `code` is a BWB id (BWBR0007625) or a CELEX number (32016R0679); `identifier` is the address of
-- the official text. An obstacle may cite a law that is not in this table.
CREATE TABLE law (
    code       TEXT NOT NULL PRIMARY KEY CHECK (trim(code) <> ''),
    nl         TEXT NOT NULL CHECK (trim(nl) <> ''),
    en         TEXT NOT NULL CHECK (trim(en) <> ''),
    identifier TEXT CHECK (identifier <> '')
) STRICT;

-- ---------------------------------------------------------------------------------------------------
-- Factsheets and schemes, which an answer can refer to
-- ---------------------------------------------------------------------------------------------------

-- A factsheet answers a frequently asked question.
CREATE TABLE factsheet (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    code            TEXT NOT NULL GENERATED ALWAYS AS
                    ('F-' || CASE WHEN number < 10 THEN '0' ELSE '' END || number) VIRTUAL,
    title           TEXT NOT NULL CHECK (trim(title) <> ''),
    summary         TEXT CHECK (summary <> ''),
    body            TEXT CHECK (body <> ''),                      -- Markdown
    url             TEXT CHECK (url <> ''),
    published       TEXT CHECK (published IS date(published)),     -- NULL: undated
    provenance      TEXT NOT NULL DEFAULT 'logged' CHECK (provenance IN ('logged', 'documented', 'illustrative')),
    provenance_note TEXT CHECK (provenance_note <> ''),
    void            TEXT CHECK (void <> '')
) STRICT;

-- A scheme (regeling): a subsidy or another arrangement that a partnership can use.
CREATE TABLE scheme (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    code            TEXT NOT NULL GENERATED ALWAYS AS
                    ('S-' || CASE WHEN number < 10 THEN '0' ELSE '' END || number) VIRTUAL,
    title           TEXT NOT NULL CHECK (trim(title) <> ''),
    law             TEXT CHECK (law <> ''),                       -- BWB id, where it has one
    url             TEXT CHECK (url <> ''),
    provenance      TEXT NOT NULL DEFAULT 'logged' CHECK (provenance IN ('logged', 'documented', 'illustrative')),
    provenance_note TEXT CHECK (provenance_note <> ''),
    void            TEXT CHECK (void <> '')
) STRICT;

-- ---------------------------------------------------------------------------------------------------
-- Obstacles
-- ---------------------------------------------------------------------------------------------------

-- An obstacle (belemmering): a question about laws and regulations, or a barrier in them, that holds back a regional
-- partnership. Its status goes from collected to in-analysis to solved or closed.
CREATE TABLE obstacle (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    code            TEXT NOT NULL GENERATED ALWAYS AS
                    ('B-' || CASE WHEN number < 10 THEN '00' WHEN number < 100 THEN '0' ELSE '' END || number) VIRTUAL,
    title           TEXT NOT NULL CHECK (trim(title) <> ''),
    question        TEXT CHECK (question <> ''),                  -- what the co-operation asks
    analysis        TEXT CHECK (analysis <> ''),                  -- what the rules say
    answer          TEXT CHECK (answer <> ''),                    -- which room there is
    ministry        TEXT NOT NULL REFERENCES ministry (code),     -- the lead ministry; others in obstacle_ministry
    region          TEXT REFERENCES region (code),
    initiative      TEXT CHECK (initiative <> ''),                -- the co-operation that asked
    care_domain     TEXT REFERENCES care_domain (code),
    theme           TEXT REFERENCES theme (code),
    nature          TEXT REFERENCES nature (code),
    status          TEXT NOT NULL DEFAULT 'collected' CHECK (status IN ('collected', 'in-analysis', 'solved', 'closed')),
    resolution      TEXT CHECK (resolution IN ('within-rules', 'regional-approach')),
    reason          TEXT CHECK (reason <> ''),                    -- why it was classified, closed or reopened
    rule_change     TEXT CHECK (rule_change <> ''),               -- the change of a rule that it led to
    duplicate_of    INTEGER REFERENCES obstacle (number) DEFERRABLE INITIALLY DEFERRED,
    file_number     TEXT CHECK (file_number <> ''),               -- in the ministry's own records system
    handler         TEXT CHECK (handler <> ''),                   -- who deals with it
    received        TEXT CHECK (received IS date(received)),       -- NULL: not known
    due             TEXT CHECK (due IS date(due)),
    answered        TEXT CHECK (answered IS date(answered)),
    solved          TEXT CHECK (solved IS date(solved)),           -- NULL on a solved obstacle: the day is not known
    closed          TEXT CHECK (closed IS date(closed)),
    provenance      TEXT NOT NULL DEFAULT 'logged' CHECK (provenance IN ('logged', 'documented', 'illustrative')),
    provenance_note TEXT CHECK (provenance_note <> ''),           -- which attributes the source gives
    closed_as       TEXT CHECK (closed_as IN ('referred', 'withdrawn', 'duplicate')),
    void            TEXT CHECK (void <> ''),                      -- why it was voided; NULL: it counts
    CONSTRAINT resolution_exactly_when_solved CHECK ((status = 'solved') = (resolution IS NOT NULL)),
    CONSTRAINT solved_date_only_when_solved   CHECK (solved IS NULL OR status = 'solved'),
    CONSTRAINT closed_as_exactly_when_closed  CHECK ((status = 'closed') = (closed_as IS NOT NULL)),
    CONSTRAINT closed_date_only_when_closed   CHECK (closed IS NULL OR status = 'closed'),
    CONSTRAINT duplicate_names_its_original   CHECK ((closed_as IS NOT NULL AND closed_as = 'duplicate') = (duplicate_of IS NOT NULL)),
    CONSTRAINT not_its_own_duplicate          CHECK (duplicate_of <> number),
    CONSTRAINT answered_not_before_received   CHECK (answered >= received),
    CONSTRAINT solved_not_before_received     CHECK (solved >= received),
    CONSTRAINT closed_not_before_received     CHECK (closed >= received)
) STRICT;

-- For filters on the period of receipt.
CREATE INDEX obstacle_received ON obstacle (received);
-- For counts by status and resolution.
CREATE INDEX obstacle_status ON obstacle (status, resolution) WHERE void IS NULL;

-- Finds the duplicates of an obstacle.
CREATE INDEX obstacle_duplicate ON obstacle (duplicate_of) WHERE duplicate_of IS NOT NULL;

-- The ministries involved besides the lead ministry. An obstacle with a lead ministry and one involved ministry counts
-- as one obstacle and two mentions.
CREATE TABLE obstacle_ministry (
    obstacle INTEGER NOT NULL REFERENCES obstacle (number),
    ministry TEXT NOT NULL REFERENCES ministry (code),
    PRIMARY KEY (obstacle, ministry)
) STRICT, WITHOUT ROWID;

-- The legal sources of an obstacle, in the order in which they were entered.
CREATE TABLE obstacle_law (
    obstacle  INTEGER NOT NULL REFERENCES obstacle (number),
    position  INTEGER NOT NULL CHECK (position >= 1),
    kind      TEXT NOT NULL CHECK (kind IN ('bwb', 'celex', 'cao', 'own-rule')),
    source    TEXT NOT NULL CHECK (trim(source) <> ''),   -- BWB id, CELEX number, or the name of the agreement or rule
    article   TEXT CHECK (article <> ''),                 -- 7.2.8
    paragraph TEXT CHECK (paragraph <> ''),               -- lid: 1
    text      TEXT NOT NULL,                              -- as it is written: BWBR0007625 art. 7.2.8 lid 1
    law       TEXT NOT NULL GENERATED ALWAYS AS           -- the same without its place, as counts name it
              (CASE kind WHEN 'cao' THEN 'cao: ' WHEN 'own-rule' THEN 'own-rule: ' ELSE '' END || source) VIRTUAL,
    PRIMARY KEY (obstacle, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX obstacle_law_source ON obstacle_law (source, article);

CREATE TABLE obstacle_factsheet (
    obstacle  INTEGER NOT NULL REFERENCES obstacle (number),
    factsheet INTEGER NOT NULL REFERENCES factsheet (number),
    PRIMARY KEY (obstacle, factsheet)
) STRICT, WITHOUT ROWID;
CREATE INDEX obstacle_factsheet_factsheet ON obstacle_factsheet (factsheet);

CREATE TABLE obstacle_scheme (
    obstacle INTEGER NOT NULL REFERENCES obstacle (number),
    scheme   INTEGER NOT NULL REFERENCES scheme (number),
    PRIMARY KEY (obstacle, scheme)
) STRICT, WITHOUT ROWID;
CREATE INDEX obstacle_scheme_scheme ON obstacle_scheme (scheme);

-- The full-text index of obstacles. It does not store the texts, and can be rebuilt from the records.
CREATE VIRTUAL TABLE obstacle_search USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- ---------------------------------------------------------------------------------------------------
-- Contacts
-- ---------------------------------------------------------------------------------------------------

-- A meeting, phone call or e-mail about one or more obstacles. A call about three obstacles is one row here and three
-- rows in contact_obstacle; reports count it as one contact.
CREATE TABLE contact (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    code            TEXT NOT NULL GENERATED ALWAYS AS
                    ('C-' || CASE WHEN number < 10 THEN '00' WHEN number < 100 THEN '0' ELSE '' END || number) VIRTUAL,
    kind            TEXT NOT NULL CHECK (kind IN ('meeting', 'call', 'email')),
    date            TEXT NOT NULL CHECK (date IS date(date)),
    ministry        TEXT REFERENCES ministry (code),
    party           TEXT CHECK (party <> ''),                     -- an organisation or a role, never a person
    note            TEXT CHECK (note <> ''),
    provenance      TEXT NOT NULL DEFAULT 'logged' CHECK (provenance IN ('logged', 'documented', 'illustrative')),
    void            TEXT CHECK (void <> '')
) STRICT;

-- The obstacles that a contact was about: at least one.
CREATE TABLE contact_obstacle (
    contact  INTEGER NOT NULL REFERENCES contact (number),
    obstacle INTEGER NOT NULL REFERENCES obstacle (number),
    PRIMARY KEY (contact, obstacle)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_obstacle_obstacle ON contact_obstacle (obstacle);

-- ---------------------------------------------------------------------------------------------------
-- Publications and published figures
-- ---------------------------------------------------------------------------------------------------

-- A publication and the period that it covers, both dates inclusive.
CREATE TABLE publication (
    code  TEXT NOT NULL PRIMARY KEY CHECK (trim(code) <> ''),
    nl    TEXT NOT NULL CHECK (trim(nl) <> ''),
    en    TEXT NOT NULL CHECK (trim(en) <> ''),
    since TEXT NOT NULL CHECK (since IS date(since)),
    until TEXT NOT NULL CHECK (until IS date(until)),
    url   TEXT CHECK (url <> ''),
    CONSTRAINT period_in_order CHECK (until >= since)
) STRICT;

-- A published figure. `relation` and `value` hold what the publication claims about a measure, such as at least 80.
-- `quote` holds the published words.
CREATE TABLE published_figure (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    code        TEXT NOT NULL GENERATED ALWAYS AS
                ('P-' || CASE WHEN number < 10 THEN '0' ELSE '' END || number) VIRTUAL,
    publication TEXT NOT NULL REFERENCES publication (code),
    measure     TEXT NOT NULL CHECK (trim(measure) <> ''),        -- one that the program knows: see `reconcile --explain`
    relation    TEXT NOT NULL CHECK (relation IN ('exactly', 'more-than', 'at-least', 'less-than', 'at-most')),
    value       INTEGER NOT NULL CHECK (value >= 0),
    quote       TEXT CHECK (quote <> ''),                         -- the published words
    locator     TEXT CHECK (locator <> ''),                       -- where in the publication
    void        TEXT CHECK (void <> '')
) STRICT;
