"""The program under proof, run as its users run it, and its archive, read by another hand."""

import json
import os
import re
import sqlite3
import subprocess
import tomllib

SAID = re.compile(r"(?m)^bluesky: (?:(?P<counts>[\d a-z,]+); )?(?P<sentence>.*)$")
COUNTS = ["new", "changed", "known", "withdrawn", "gone", "parked", "pages"]

# The pace is far above what the network allows, so that its limits alone hold the program back.
CONFIG = """
[[campaign]]
slug = "every-librarian"
name = {{ fa = "هر کتابدار، یک کتاب‌خوان", en = "Every librarian is a reader" }}
hashtags = {hashtags}
accounts = ["iranpl"]
from = "2020-03-20"

[[source]]
name = "bluesky"
platform = "bluesky"
schedule = "*/10 * * * *"
pace = {{ requests = 300000, per = "5m", burst = 10000 }}
credentials = {{ identifier = "env:BLUESKY_IDENTIFIER", password = "env:BLUESKY_APP_PASSWORD" }}
ask = {{ server = "{server}", account = "{account}" }}
"""


def embedded_spellings(settings):
    """Spellings of every campaign of the embedded settings."""
    with open(settings, "rb") as file:
        return [tag for campaign in tomllib.load(file)["campaign"] for tag in campaign["hashtags"]]


class Run:
    """What a run said."""

    def __init__(self, done):
        told = SAID.search(done.stdout)
        if told is None:
            raise AssertionError(f"a run said nothing of itself: {done.stdout}{done.stderr}")
        counts = {
            what: int(number) for number, what in re.findall(r"(\d+) (\w+)", told["counts"] or "")
        }
        unknown = counts.keys() - set(COUNTS)
        if unknown:
            raise AssertionError(f"a run counts what nobody knows: {unknown}")
        for what in COUNTS:
            setattr(self, what, counts.get(what, 0))
        self.sentence, self.code = told["sentence"], done.returncode

    @property
    def well(self):
        return self.code == 0 and self.sentence == "everything asked was answered"

    @property
    def changed_nothing(self):
        return self.new == self.changed == self.gone == self.parked == 0

    def __str__(self):
        shown = ["new", "changed", "known", "gone", "pages"]
        return ", ".join(f"{getattr(self, what)} {what}" for what in shown)


class Program:
    """The program with a data folder of its own."""

    def __init__(self, binary, folder, server, spellings, account, identifier, password):
        os.makedirs(folder)
        self.binary, self.data = binary, os.path.join(folder, "data")
        self.config = os.path.join(folder, "ketabkhan.toml")
        hashtags = json.dumps(spellings, ensure_ascii=False)
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(CONFIG.format(hashtags=hashtags, server=server, account=account))
        secrets = {"BLUESKY_IDENTIFIER": identifier, "BLUESKY_APP_PASSWORD": password}
        self.environment = {**os.environ, **secrets}
        self.streams = len(spellings) + 1

    def harvest(self, *more):
        return Run(self.command("harvest", "bluesky", "--once", *more))

    def command(self, *words):
        command = [self.binary, "--config", self.config, "--data", self.data, *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )

    def rows(self, query, *values):
        """Rows of the archive."""
        database = sqlite3.connect(f"file:{self.data}/archive.sqlite?mode=ro", uri=True)
        try:
            return database.execute(query, values).fetchall()
        finally:
            database.close()

    def posts(self):
        """Every post that the archive holds: address, what it says, whether it is gone."""
        held = self.rows("SELECT id, body, gone_at FROM post WHERE platform = 'bluesky'")
        return [(uri, json.loads(body), gone is not None) for uri, body, gone in held]

    def revision(self):
        return self.rows("SELECT coalesce(max(revision), 0) FROM change_log")[0][0]

    def session_file(self):
        return os.path.join(self.data, "sessions", "bluesky.json")

    def session(self):
        with open(self.session_file(), "rb") as file:
            return file.read()

    def spoil_session(self, **tokens):
        """Writes other tokens into the session's file."""
        kept = json.loads(self.session())
        kept["tokens"].update(tokens)
        with open(self.session_file(), "w", encoding="utf-8") as file:
            json.dump(kept, file)
