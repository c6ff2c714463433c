-- Every table of the register, which is one SQLite file. This is the complete data contract: a new register is created
-- from this text alone.
--
-- SQLite stores the text of each CREATE statement, including the comments within it, and `check` compares it with this
-- file. Comments between statements can be edited freely; a change within a statement requires a new schema version.
--
-- Conventions
--   * A date is text in ISO 8601 (2018-05-12) and must exist in the calendar. An unknown value is NULL; an empty
--     text is never stored.
--   * A number is never reused (AUTOINCREMENT). `code` is the number as people write it: B-012 for an obstacle, F-03
--     for a factsheet, S-07 for a scheme, C-012 for a contact, P-01 for a published figure, N-03 for a person, V-01 for
--     a saved view, T-01 for a reply template.
--   * Only an undo deletes a record. A record made by mistake stays in its table: the column `void` holds the reason,
--     and no count includes the record.
--   * Every write is an entry in `journal`. `journal_change` holds the old and the new values.
--   * Names of persons are stored only in `person`, `personal` and `journal.actor`, so that they can be erased
--     completely. All other tables refer to a person by number.
--   * A vocabulary is a table with a code, a Dutch and an English label, and an identifier. Officers can add to it.
--   * Only `ruimte` writes to the register. Any program may read it.

PRAGMA application_id = 1381321037; -- the four letters RUIM: tells a register from any other SQLite file
PRAGMA user_version = 9;            -- the version of this schema

-- The identity of this register, in a single row. Receipts contain the id, and the journal's hash chain starts from it.
CREATE TABLE register (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    id       TEXT NOT NULL CHECK (length(id) = 32),               -- 32 hexadecimal digits, at random
    search   TEXT NOT NULL DEFAULT '',                            -- by which rules the search index was made
    meaning  TEXT NOT NULL DEFAULT '',                            -- by which model the vectors of passages were made
    erasing  INTEGER NOT NULL DEFAULT 0 CHECK (erasing IN (0, 1)) -- 1: the unused space of the file may hold erased text
) STRICT;

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

-- Laws and their names. `code` is a BWB id (BWBR0007625) or a CELEX number (32016R0679); `identifier` is the address
-- of the official text. An obstacle may cite a law that is not in this table.
CREATE TABLE law (
    code       TEXT NOT NULL PRIMARY KEY CHECK (trim(code) <> ''),
    nl         TEXT NOT NULL CHECK (trim(nl) <> ''),
    en         TEXT NOT NULL CHECK (trim(en) <> ''),
    short      TEXT CHECK (short <> ''),                          -- abbreviations, separated by semicolons: WEB; Web
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
    accepted        TEXT CHECK (accepted IS date(accepted)),       -- see obstacle
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
    accepted        TEXT CHECK (accepted IS date(accepted)),       -- see obstacle
    void            TEXT CHECK (void <> '')
) STRICT;

-- ---------------------------------------------------------------------------------------------------
-- Persons
-- ---------------------------------------------------------------------------------------------------

-- A person who writes to the register, handles an obstacle, or was spoken to. All other tables refer to a person by
-- number. Erasing a person leaves only the number; the code (N-03) then replaces the name everywhere.
CREATE TABLE person (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    code         TEXT NOT NULL GENERATED ALWAYS AS
                 ('N-' || CASE WHEN number < 10 THEN '0' ELSE '' END || number) VIRTUAL,
    name         TEXT CHECK (trim(name) <> ''),
    organisation TEXT CHECK (organisation <> ''),
    email        TEXT CHECK (email <> ''),
    phone        TEXT CHECK (phone <> ''),
    erased       TEXT CHECK (erased IS date(erased)),             -- the day on which the person was erased
    CONSTRAINT nothing_of_the_erased CHECK
        (erased IS NULL OR (name IS NULL AND organisation IS NULL AND email IS NULL AND phone IS NULL))
) STRICT;
CREATE UNIQUE INDEX person_name ON person (name);

-- Personal data in the journal. The journal stores only the hash of a salt and a value; this table stores the salt and
-- the value. Erasing a person sets both to NULL. The hash chain remains valid, and without the salt nobody can guess
-- the value from the hash.
CREATE TABLE personal (
    hash   BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),   -- SHA-256 of salt and value
    person INTEGER NOT NULL REFERENCES person (number),
    salt   BLOB,
    value  TEXT,
    CONSTRAINT erased_together CHECK ((salt IS NULL) = (value IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX personal_person ON personal (person);

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
    handler         INTEGER REFERENCES person (number),           -- who deals with it
    received        TEXT CHECK (received IS date(received)),       -- NULL: not known
    due             TEXT CHECK (due IS date(due)),
    answered        TEXT CHECK (answered IS date(answered)),
    solved          TEXT CHECK (solved IS date(solved)),           -- NULL on a solved obstacle: the day is not known
    closed          TEXT CHECK (closed IS date(closed)),
    provenance      TEXT NOT NULL DEFAULT 'logged' CHECK (provenance IN ('logged', 'documented', 'illustrative')),
    provenance_note TEXT CHECK (provenance_note <> ''),           -- which attributes the source gives
    closed_as       TEXT CHECK (closed_as IN ('referred', 'withdrawn', 'duplicate')),
    publishable     TEXT NOT NULL DEFAULT 'no' CHECK (publishable IN ('yes', 'no')), -- may leave as open data, with its texts
    accepted        TEXT CHECK (accepted IS date(accepted)),       -- the day on which what looks like personal data was accepted
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
-- Contains every attribute that classifies an obstacle, so that counts read this index instead of the table with its
-- long texts. `number` follows `status`, so that the obstacles with one status are read in order of number. `code` is
-- included to save a lookup in the table.
CREATE INDEX obstacle_work ON obstacle (
    status, number, code, ministry, region, care_domain, theme, nature, resolution, provenance, publishable, closed_as,
    received, due, answered, solved, closed, rule_change, void
);

-- For counts by lead ministry and status, and for the number of obstacles.
CREATE INDEX obstacle_lead ON obstacle (ministry, status, void);

-- For the open obstacles of one handler, which the home page of every officer shows.
CREATE INDEX obstacle_handler ON obstacle (handler, status) WHERE handler IS NOT NULL;

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
    item      TEXT CHECK (item <> ''),                    -- onder: a; deeper ones behind a space: a 1
    valid_on  TEXT CHECK (valid_on IS date(valid_on)),    -- the day whose text is meant; NULL: not said
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

-- The precedents of an obstacle: earlier obstacles whose answer it reuses.
CREATE TABLE obstacle_precedent (
    obstacle  INTEGER NOT NULL REFERENCES obstacle (number),
    precedent INTEGER NOT NULL REFERENCES obstacle (number) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (obstacle, precedent),
    CONSTRAINT not_its_own_precedent CHECK (precedent <> obstacle)
) STRICT, WITHOUT ROWID;
CREATE INDEX obstacle_precedent_precedent ON obstacle_precedent (precedent);

-- ---------------------------------------------------------------------------------------------------
-- Search
-- ---------------------------------------------------------------------------------------------------

-- Synonyms for search. `code` is an abbreviation or a word (bpv). `means` is what it stands for
-- (beroepspraktijkvorming), with `; ` between several meanings. A search for either one finds the other too.
CREATE TABLE synonym (
    code  TEXT NOT NULL PRIMARY KEY CHECK (trim(code) <> ''),
    means TEXT NOT NULL CHECK (trim(means) <> '')
) STRICT;

-- The full-text index of obstacles, factsheets and schemes. `words` contains the stems of the words, and `parts`
-- contains the stems of the parts of compounds. The rowid is eight times the number of the record, plus 0 for an
-- obstacle, 1 for a factsheet or 2 for a scheme, plus 4 if the record is void. The index does not store the texts, and
-- can be rebuilt from the records. `register.search` identifies the rules by which it was built.
CREATE VIRTUAL TABLE search USING fts5 (
    words, parts, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '.'"
);

-- Every word that occurs or once occurred in a text, and the parts of compounds, in lower case without accents. Used to
-- correct spelling.
CREATE TABLE search_word (
    word TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Passages of the records in the search index, as vectors for search by meaning. `record` is the rowid in `search`,
-- without the 4 of a void record. The texts are not stored, and all rows can be made again from the records and the model
-- that `register.meaning` names. `text_hash` identifies the text and the model, and `checksum` covers it and the vector.
CREATE TABLE passage (
    record    INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    text_hash BLOB NOT NULL CHECK (length(text_hash) = 16),
    vector    BLOB NOT NULL CHECK (length(vector) = 192),
    checksum  BLOB NOT NULL CHECK (length(checksum) = 8),
    PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX passage_text_hash ON passage (text_hash);

-- The records whose passages have no vectors yet.
CREATE TABLE passage_queue (
    record INTEGER NOT NULL PRIMARY KEY
) STRICT;

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

-- The persons spoken to, if recorded.
CREATE TABLE contact_person (
    contact INTEGER NOT NULL REFERENCES contact (number),
    person  INTEGER NOT NULL REFERENCES person (number),
    PRIMARY KEY (contact, person)
) STRICT, WITHOUT ROWID;

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

-- ---------------------------------------------------------------------------------------------------
-- The journal
-- ---------------------------------------------------------------------------------------------------

-- Each write is one entry: who did what, from where and when. Modelled on measure 8.15.01 of BIO2, the security
-- baseline of the Dutch government (action, object, result, origin, actor, time stamp). Object and result are in
-- `journal_change`.
--
-- The entries form a hash chain. `contents` is the SHA-256 of the digests of the entry's changes. `hash` is the SHA-256
-- of these parts, in this order: the previous entry's hash (for the first entry, the register's id), number, time, hash
-- of the actor, origin, action, note hash, number of the undone entry, number of changes, and contents. Each part is
-- hashed as its length in bytes, a colon, and the bytes. Numbers are decimal digits, hashes are raw bytes, and NULL is
-- `-:`. The kind, key, before, after and salt of a change are hashed in the same way, and so are the salt and text of a
-- note, and the salt and value of personal data.
--
-- `note_hash` is the SHA-256 of `note_salt` and the note. Entries written before version 6 of this schema have neither:
-- their hash covers the note itself.
--
-- A redaction removes text from notes and changes. The chain still covers the former `note_hash` or `digest`. The
-- contents that remain get a new salt, and the entry of the redaction commits to them: see `journal_change`.
CREATE TABLE journal (
    number     INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
    at         TEXT NOT NULL,                                     -- UTC: 2026-11-22T09:30:00.000Z
    actor      TEXT NOT NULL,                                     -- the name; once erased N-03
    person     INTEGER NOT NULL REFERENCES person (number),       -- the same
    actor_hash BLOB NOT NULL REFERENCES personal (hash),          -- the same, as the chain covers it
    origin     TEXT NOT NULL,                                     -- the host
    action     TEXT NOT NULL,                                     -- the command
    note       TEXT,
    note_salt  BLOB,
    note_hash  BLOB CHECK (length(note_hash) = 32),
    undoes     INTEGER REFERENCES journal (number),               -- the entry that this one takes back
    changes    INTEGER NOT NULL,                                  -- how many rows in journal_change
    contents   BLOB NOT NULL CHECK (length(contents) = 32),
    hash       BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- A record that an entry changed. `before` and `after` hold the changed attributes as JSON. `before` is NULL if the
-- record is new; `after` is NULL if the record was removed. `digest` is the SHA-256 of kind, key, before, after and
-- salt. Changes written before version 6 of this schema have no salt, and their digest has only the other four parts.
--
-- The entry of a redaction has one row for each change and each note that it redacted. `kind` is `journal_change` or
-- `journal`, and `key` is the number of the redacted row. `after` contains a digest of the contents that remain and, for
-- a change, the names of the redacted attributes. For a change the digest is computed like `digest`. For an entry it is
-- the SHA-256 of its salt, its stored hash, and the hash computed from the note that remains.
CREATE TABLE journal_change (
    number INTEGER NOT NULL PRIMARY KEY,
    entry  INTEGER NOT NULL REFERENCES journal (number) DEFERRABLE INITIALLY DEFERRED,
    kind   TEXT NOT NULL,                                         -- the table
    key    ANY NOT NULL,                                          -- the number or the code
    before TEXT,
    after  TEXT,
    salt   BLOB,
    digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;
CREATE INDEX journal_change_entry ON journal_change (entry);
CREATE INDEX journal_change_record ON journal_change (kind, key);

-- The journal is append-only, with two exceptions. The code of an erased person replaces the name, and a redaction
-- replaces text.
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
WHEN NOT (
    NEW.number IS OLD.number AND NEW.at IS OLD.at AND NEW.person IS OLD.person AND NEW.actor_hash IS OLD.actor_hash
    AND NEW.origin IS OLD.origin AND NEW.action IS OLD.action AND NEW.note_hash IS OLD.note_hash
    AND NEW.undoes IS OLD.undoes AND NEW.changes IS OLD.changes AND NEW.contents IS OLD.contents AND NEW.hash IS OLD.hash
    AND (NEW.actor IS OLD.actor
         OR EXISTS (SELECT 1 FROM person WHERE number = OLD.person AND code = NEW.actor AND erased IS NOT NULL))
    AND ((NEW.note IS OLD.note AND NEW.note_salt IS OLD.note_salt)
         OR EXISTS (SELECT 1 FROM journal_change WHERE kind = 'journal' AND key = OLD.number AND entry > OLD.number))
)
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_goes_on BEFORE INSERT ON journal
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
-- journal_change has no INSERT trigger. With one, SQLite would open a savepoint for each row, and each savepoint would
-- flush the search index. Verifying the hash chain detects rows overwritten by a REPLACE.
CREATE TRIGGER journal_change_is_never_changed BEFORE UPDATE ON journal_change
WHEN NOT (
    NEW.number IS OLD.number AND NEW.entry IS OLD.entry AND NEW.kind IS OLD.kind AND NEW.key IS OLD.key
    AND NEW.digest IS OLD.digest
    AND EXISTS (SELECT 1 FROM journal_change WHERE kind = 'journal_change' AND key = OLD.number AND entry > OLD.entry)
)
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_change_is_never_shortened BEFORE DELETE ON journal_change
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER personal_is_only_erased BEFORE UPDATE ON personal
WHEN NOT (NEW.hash IS OLD.hash AND NEW.person IS OLD.person AND NEW.value IS NULL
          AND EXISTS (SELECT 1 FROM person WHERE number = OLD.person AND erased IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER personal_is_never_shortened BEFORE DELETE ON personal
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;

-- A name for the state of the register just after a journal entry.
CREATE TABLE snapshot (
    code  TEXT NOT NULL PRIMARY KEY CHECK (trim(code) <> ''),
    entry INTEGER NOT NULL CHECK (entry >= 1),
    note  TEXT CHECK (note <> '')
) STRICT;

-- A saved view: a list of obstacles under a name. `filter` holds options of the command `list`, quoted as for a shell,
-- with persons by number. `columns` holds names of attributes, separated by commas. A view that is not for all is
-- personal: the program shows it to its owner only.
CREATE TABLE saved_view (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    code    TEXT NOT NULL GENERATED ALWAYS AS
            ('V-' || CASE WHEN number < 10 THEN '0' ELSE '' END || number) VIRTUAL,
    name    TEXT NOT NULL CHECK (trim(name) <> ''),
    filter  TEXT CHECK (filter <> ''),
    columns TEXT CHECK (columns <> ''),
    sort    TEXT CHECK (sort <> ''),                              -- descending with a leading -
    for_all TEXT NOT NULL DEFAULT 'no' CHECK (for_all IN ('yes', 'no')),
    owner   INTEGER REFERENCES person (number),
    void    TEXT CHECK (void <> '')
) STRICT;

-- A reply template: the text around the answer in a reply, in Markdown with placeholders such as {{ answer }}.
CREATE TABLE reply_template (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    code   TEXT NOT NULL GENERATED ALWAYS AS
           ('T-' || CASE WHEN number < 10 THEN '0' ELSE '' END || number) VIRTUAL,
    title  TEXT NOT NULL CHECK (trim(title) <> ''),
    text   TEXT NOT NULL CHECK (trim(text) <> ''),
    void   TEXT CHECK (void <> '')
) STRICT;

-- The SHA-256 digest of the key with which a person fetches the calendar feed. The journal says who made or revoked a key,
-- but it does not contain the key or the digest. An undo therefore cannot make a revoked key valid again.
CREATE TABLE calendar_key (
    person INTEGER PRIMARY KEY REFERENCES person (number) ON DELETE CASCADE,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    made   TEXT NOT NULL
) STRICT;
