"""Proves the program against a real Bluesky network that is running on loopback, freshly seeded.

    python3 tests/bluesky/proof.py BINARY FOLDER SETTINGS

BINARY is the program, FOLDER an empty folder to work in, SETTINGS the embedded settings, which say
how the campaigns' hashtags are spelled. Ends with 0 if every claim holds. `.ci/bluesky` brings the
network up, runs this and takes the network down again.
"""

import os
import stat
import sys
import time
from datetime import datetime, timedelta, timezone

import network
from program import Program, embedded_spellings
from witness import Witness

ACCOUNT = "iranpl.test"
WRITERS = ["librarian-shiraz.test", "librarian-tehran.test"]
LEAVER = "reader-tabriz.test"
REFUSED = "reader-rasht.test"
TAG = "every_librarian_a_book_reader"

# Spellings that the seeded posts use beside those of the embedded settings. The first is to the
# search the same tag as another, so that every post of it is found twice.
ALSO = ["Every_Librarian_A_Book_Reader", "هر_کتابدار_یک_کتابخوان_۹۹"]

SPRING = datetime(2020, 5, 1, 10, tzinfo=timezone.utc)
SIGN_INS = 30  # in 5 minutes for each account, as the server says
RUNS = 35
# A page of the search holds 100 posts, and a window of ours 1,000: its edge falls among those of
# one instant.
NEW, BACK_DATED, AT_ONCE = 700, 500, 300


def main():
    binary, folder, settings = sys.argv[1:]
    spellings = list(dict.fromkeys(embedded_spellings(settings) + ALSO))
    witness, table = Witness(network.PDS), Table()

    def program(name, identifier=ACCOUNT):
        place = os.path.join(folder, name)
        return Program(
            binary, place, witness.address, spellings, ACCOUNT, identifier, network.PASSWORD
        )

    proof = Proof(program("first"), witness, table, spellings)
    proof.everything_is_found()
    proof.a_second_run_asks_for_news()
    proof.what_changes_there_changes_here()
    proof.who_leaves_takes_their_posts_along()
    proof.the_session_is_kept()
    proof.no_post_is_lost_between_pages(program("anew"))
    proof.a_refused_sign_in_waits(program("refused", REFUSED))
    proof.the_limit_is_never_overrun()
    proof.nothing_was_broken_on_the_way()
    print(f"\n{f'{table.broken} claims are BROKEN' if table.broken else 'every claim holds'}")
    return 1 if table.broken else 0


class Table:
    """Claims and what was seen of them, printed as they come."""

    def __init__(self):
        self.broken = 0

    def title(self, words):
        print(f"\n{words}", flush=True)

    def claim(self, what, seen, holds):
        self.broken += not holds
        print(f"  {'ok    ' if holds else 'BROKEN'}  {what:<60}  {seen}", flush=True)


class Proof:
    """The claims in their order: each begins where the one before ended."""

    def __init__(self, program, witness, table, spellings):
        self.program, self.witness, self.spellings = program, witness, spellings
        self.table, self.claim = table, table.claim
        self.did = network.did_of(ACCOUNT)
        self.writer, self.other = map(network.Account, WRITERS)

    def everything_is_found(self):
        self.table.title("First run")
        deleted = self.writer.write_one(f"این پست می‌رود #{TAG}")
        self.writer.delete(deleted)
        run, asked = self.watched(self.program)
        self.claim("the run is well", run, run.well and run.parked == 0)
        self.claim(
            "it signs in once", count(asked, "createSession"), count(asked, "createSession") == 1
        )
        views = network.posts()
        self.claim_the_searches_agree(views)
        self.claim_the_archive_equals(self.program, views)
        outside, held = self.outside_their_text(views), {uri for uri, _, _ in self.program.posts()}
        self.claim(
            "posts held whose tag stands outside the text",
            len(outside),
            outside and outside <= held,
        )
        self.claim(
            "a post deleted before is not held", deleted.rsplit("/", 1)[1], deleted not in held
        )

    def claim_the_searches_agree(self, views):
        expected = self.expected(views)
        theirs = {
            uri
            for uri, view in views.items()
            if network.is_of_campaign(view, self.spellings, self.did)
        }
        self.claim("posts on the network, by listing every author's feed", len(views), views)
        self.claim("of these for the campaign, however typed", len(theirs), expected <= theirs)
        self.claim("of these to be found by a spelling or by mention", len(expected), expected)
        questions = [("tag", tag) for tag in self.spellings] + [("mentions", ACCOUNT)]
        found = network.found(questions)
        union, rows = set().union(*found.values()), sum(map(len, found.values()))
        self.claim("the network's own search finds the same", len(union), union == expected)
        self.claim(
            "  and lists posts several times",
            f"{rows} rows in {len(found)} lists",
            rows > len(union),
        )

    def claim_the_archive_equals(self, program, views):
        """The archive holds what can be found, once, with the facts that the network shows."""
        expected, posts = self.expected(views), program.posts()
        public = [uri for uri, _, gone in posts if not gone]
        missing, more = len(expected - set(public)), len(set(public) - expected)
        twice = len(posts) - len({uri for uri, _, _ in posts})
        self.claim("held and public", len(public), len(public) == len(expected))
        self.claim(
            "  missing / too many / twice",
            f"{missing} / {more} / {twice}",
            missing == more == twice == 0,
        )
        right = sum(
            not gone and uri in views and agree(body, views[uri]) for uri, body, gone in posts
        )
        self.claim(
            "  with text, author, time, tags and mentions as shown", right, right == len(public)
        )

    def expected(self, views):
        return {
            uri
            for uri, view in views.items()
            if network.can_be_found(view, self.spellings, self.did)
        }

    def outside_their_text(self, views):
        def outside(record):
            return any(f"#{tag}" not in record["text"] for tag in record.get("tags", []))

        return {uri for uri in self.expected(views) if outside(views[uri]["record"])}

    def watched(self, program, *more):
        """A run and what it asked."""
        place = len(self.witness.asked)
        run = program.harvest(*more)
        return run, self.witness.since(place)

    def a_second_run_asks_for_news(self):
        self.table.title("Second run")
        revision, session = self.program.revision(), self.program.session()
        run, asked = self.watched(self.program)
        self.claim("the run is well and changes nothing", run, run.well and run.changed_nothing)
        streams = self.program.streams
        self.claim(
            "one page for each spelling and the mention",
            f"{run.pages} for {streams}",
            run.pages == streams,
        )
        self.claim(
            "and not one request more",
            f"{len(asked)} requests",
            count(asked, "searchPosts") == len(asked) == streams,
        )
        used = {tag.lower() for view in network.posts().values() for tag in network.tags(view)}
        # A spelling that nobody uses has no newest post after which there could be news.
        silent = sum(spelling.lower() not in used for spelling in self.spellings)
        news = sum("since" in request.query for request in asked)
        seen = f"{news}, and {silent} for spellings nobody uses"
        self.claim("questions for news alone", seen, news == streams - silent)
        self.claim("the archive's revision stays", revision, self.program.revision() == revision)
        self.claim("the session's file stays", "the same bytes", self.program.session() == session)

    def what_changes_there_changes_here(self):
        self.table.title("Changes on the network")
        program, writer = self.program, self.writer
        stays = writer.write_one(f"کتاب تازه #{TAG}")
        goes = writer.write_one("کتاب تازه، بی‌هشتگ در متن", tags=[TAG])
        run = program.harvest()
        self.claim("two new posts: the next run brings them", run, run.well and run.new == 2)
        late = writer.write_one(f"کتابی از بهار ۹۹ #{TAG}", created=SPRING)
        writer.delete(goes)
        run = program.harvest()
        self.claim(
            "one back-dated, one deleted: a run for news sees neither",
            run,
            run.well and run.changed_nothing,
        )
        run = program.harvest("--sweep")
        self.claim("a sweep sees both", run, run.well and (run.new, run.gone) == (1, 1))
        gone = {uri for uri, _, gone in program.posts() if gone}
        held = {uri for uri, _, _ in program.posts()}
        self.claim("the new one and the back-dated one are held", 2, {late, stays} <= held - gone)
        self.claim("the deleted one, and no other, is marked gone", len(gone), gone == {goes})
        self.claim_the_archive_equals(program, network.posts())
        revision, run = program.revision(), program.harvest("--sweep")
        unmoved = run.changed_nothing and program.revision() == revision
        self.claim("a second sweep changes nothing", run, run.well and unmoved)

    def who_leaves_takes_their_posts_along(self):
        self.table.title("An account that is deactivated and comes back")
        leaver, views = network.Account(LEAVER), network.posts()
        theirs = {uri for uri in self.expected(views) if views[uri]["author"]["did"] == leaver.did}
        leaver.go_away(theirs)
        run = self.program.harvest("--sweep")
        self.claim(
            "the next sweep marks their posts gone", run, run.well and run.gone == len(theirs) > 0
        )
        self.claim_the_archive_equals(self.program, network.posts())
        leaver.come_back(theirs)
        run = self.program.harvest("--sweep")
        back = run.well and (run.new, run.changed, run.gone) == (0, len(theirs), 0)
        self.claim("the sweep after they came back shows them again", run, back)
        self.claim_the_archive_equals(self.program, network.posts())

    def the_session_is_kept(self):
        self.table.title("Sessions")
        program = self.program
        session, place, began = program.session(), len(self.witness.asked), time.monotonic()
        runs = [program.harvest() for _ in range(RUNS)]
        took, asked = time.monotonic() - began, self.witness.since(place)
        well = sum(run.well and run.changed_nothing for run in runs)
        self.claim(
            f"{RUNS} runs in a row, {SIGN_INS} sign-ins allowed",
            f"{well} well in {took:.0f} s",
            well == RUNS,
        )
        only = f"{count(asked, 'searchPosts')} searches of {len(asked)} requests"
        self.claim(
            "  none of which signs in or renews", only, count(asked, "searchPosts") == len(asked)
        )
        self.claim("  and the session's file stays", "the same bytes", program.session() == session)
        self.claim_its_file_is_private()
        program.spoil_session(accessJwt="spoiled")
        self.claim_sign_ins("a token that the server refuses is renewed", renewed=1, signed_in=0)
        program.spoil_session(accessJwt="spoiled", refreshJwt="spoiled")
        self.claim_sign_ins("one that cannot be renewed is opened anew", renewed=1, signed_in=1)
        self.claim_its_file_is_private()

    def claim_its_file_is_private(self):
        mode = stat.S_IMODE(os.stat(self.program.session_file()).st_mode)
        self.claim("the session's file is its owner's alone", f"{mode:o}", mode == 0o600)

    def claim_sign_ins(self, what, renewed, signed_in):
        run, asked = self.watched(self.program)
        seen = (count(asked, "refreshSession"), count(asked, "createSession"))
        words = f"{seen[0]} renewed, {seen[1]} signed in; {run}"
        self.claim(what, words, run.well and run.changed_nothing and seen == (renewed, signed_in))

    def no_post_is_lost_between_pages(self, anew):
        self.table.title("More posts than a page, and than a window, holds")
        now = datetime.now(timezone.utc)
        times = [now - timedelta(milliseconds=3 * place) for place in range(NEW)]
        self.writer.write(
            [network.post(f"کتاب {n} #{TAG}", created=time) for n, time in enumerate(times)]
        )
        run = self.program.harvest()
        self.claim(f"{NEW} new posts: the next run brings them", run, run.well and run.new == NEW)
        times = [SPRING + timedelta(minutes=max(0, place - AT_ONCE)) for place in range(BACK_DATED)]
        self.other.write(
            [network.post(f"کتاب {n} #{TAG}", created=time) for n, time in enumerate(times)]
        )
        run = self.program.harvest("--sweep")
        words = f"{BACK_DATED} back-dated ones, {AT_ONCE + 1} of one instant: the sweep does"
        self.claim(words, run, run.well and (run.new, run.changed, run.gone) == (BACK_DATED, 0, 0))
        views = network.posts()
        self.claim_the_archive_equals(self.program, views)
        run = anew.harvest()
        self.claim("an empty archive reads all of it at once", run, run.well and run.parked == 0)
        self.claim_the_archive_equals(anew, views)

    def a_refused_sign_in_waits(self, program):
        self.table.title("An account whose sign-ins are used up")
        signed_in, refusal = network.use_up_sign_ins(REFUSED, SIGN_INS)
        self.claim(
            "the server refuses one more",
            f"after {signed_in}: status {refusal.status}",
            refusal.status == 429,
        )
        reset = int(refusal.headers["RateLimit-Reset"])
        run, asked = self.watched(program)
        self.claim("a run asks once", [request.status for request in asked], len(asked) == 1)
        waits = run.code == 0 and abs(instant_at_the_end(run.sentence) - reset) <= 2
        self.claim("  and says until when it waits, as the server told it", run.sentence, waits)
        again, asked = self.watched(program)
        waits = abs(instant_at_the_end(again.sentence) - reset) <= 2
        self.claim("the next run asks nothing", f"{len(asked)} requests", not asked and waits)

    def the_limit_is_never_overrun(self):
        self.table.title("The server's limit of requests")
        left, place = 40, len(self.witness.asked)
        reset = network.use_up_requests(left)
        runs = [self.program.harvest() for _ in range(left // self.program.streams + 2)]
        last, asked = runs[-1], self.witness.since(place)
        self.claim(
            "what is left is used, and no more", f"{len(asked)} of {left}", len(asked) == left
        )
        statuses = sorted({request.status for request in asked})
        self.claim("no request is refused", f"statuses {statuses}", statuses == [200])
        waits = (
            last.code == 0
            and last.pages == 0
            and abs(instant_at_the_end(last.sentence) - reset) <= 2
        )
        self.claim("then a run says until when it waits", last.sentence, waits)
        wait = max(0, instant_at_the_end(last.sentence) - time.time())
        print(f"          waiting {wait:.0f} s for the limit to begin anew", flush=True)
        time.sleep(wait)
        run = self.program.harvest()
        self.claim("after that it goes on where it stopped", run, run.well and run.changed_nothing)

    def nothing_was_broken_on_the_way(self):
        self.table.title("The archive at the end")
        self.claim_the_archive_equals(self.program, network.posts())
        edits = self.program.rows("SELECT count(*) FROM edit")[0][0]
        self.claim("nobody edited a post, and no edit was made up", f"{edits} edits", edits == 0)
        checked = self.program.command("check")
        said = [line for line in checked.stdout.splitlines() if line.startswith("archive:")]
        self.claim("`ketabkhan check` finds no rule broken", "".join(said), checked.returncode == 0)


def count(asked, method):
    """How many requests asked for a method."""
    return sum(request.method.endswith("." + method) for request in asked)


def agree(body, view):
    """Whether a held post says what the network shows."""
    record, author, held = view["record"], view["author"], body["author"]
    shown = (
        record["text"],
        author["did"],
        author["handle"],
        seconds(view["indexedAt"]),
        sorted(set(network.tags(view))),
    )
    ours = (
        body["text"],
        held["id"],
        held["handle"],
        seconds(body["posted_at"]),
        sorted(body.get("hashtags", [])),
    )
    return shown == ours and network.mentioned(view) <= set(body.get("mentions", []))


def seconds(instant):
    """Epoch seconds of an ISO 8601 instant."""
    return datetime.fromisoformat(instant).timestamp()


def instant_at_the_end(sentence):
    """Epoch seconds of the instant at the end of a sentence; 0 where there is none."""
    try:
        return seconds(sentence.rsplit(" ", 1)[-1])
    except ValueError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
