"""The tables of the accounts file, layout by layout.

They hold what must be deletable and so is in no entry. Of passwords, tokens and
sessions there are sums only; the secret of a second factor has to be there as it is,
which is why the file is for its owner alone.
"""

APPLICATION_ID = 0x7A6C6163
"""`zlac`, in the header of the file: it is not a ledger, nor anybody else's."""
LAYOUT = 1

TABLES = (
    """\
CREATE TABLE layout (
    version INTEGER NOT NULL,
    program TEXT NOT NULL,
    made_at TEXT NOT NULL
)""",
    """\
CREATE TABLE accounts (
    name TEXT NOT NULL PRIMARY KEY,
    password TEXT,
    totp TEXT,
    totp_step INTEGER,
    issuer TEXT,
    subject TEXT,
    created_at TEXT NOT NULL,
    disabled_at TEXT
) WITHOUT ROWID""",
    """\
CREATE TABLE sessions (
    sum BLOB NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    person_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    origin TEXT NOT NULL
) WITHOUT ROWID""",
    """\
CREATE TABLE tokens (
    sum BLOB NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    scopes TEXT NOT NULL,
    expires TEXT NOT NULL,
    made_at TEXT NOT NULL,
    used_at TEXT
) WITHOUT ROWID""",
    """\
CREATE TABLE attempts (
    account TEXT NOT NULL,
    origin TEXT NOT NULL,
    at TEXT NOT NULL
)""",
    "CREATE INDEX attempts_of_account ON attempts (account, at)",
    """\
CREATE TABLE origins (
    account TEXT NOT NULL,
    origin TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (account, origin)
) WITHOUT ROWID""",
    """\
CREATE TABLE trips (
    state BLOB NOT NULL PRIMARY KEY,
    browser BLOB NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    destination TEXT NOT NULL,
    began_at TEXT NOT NULL
) WITHOUT ROWID""",
)
"""As SQLite keeps them: a file with other tables, or with triggers, is not ours."""
