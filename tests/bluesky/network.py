"""A Bluesky network on loopback, asked through its own API alone.

Nothing here is shared with the program under proof: posts are listed repository by repository and
feed by feed, and what the search can find is decided from the records themselves.
"""

import json
import re
import threading
import time
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone

PDS = "http://localhost:2583"
APPVIEW = "http://localhost:2584"
PASSWORD = "pw-12345678"
POST = "app.bsky.feed.post"
NOTHING = object()  # A POST without a body.


class Refused(Exception):
    """An answer that is not 2xx: its status and its headers."""

    def __init__(self, status, headers, body):
        super().__init__(f"status {status}: {body[:200]!r}")
        self.status, self.headers = status, headers


def ask(server, method, query=(), body=None, token=None):
    """One request: its JSON answer and its headers. A body makes it a POST."""
    url = f"{server}/xrpc/{method}?{urllib.parse.urlencode(query, doseq=True)}"
    headers = {"user-agent": "ketabkhan proof"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    data = b"" if body == NOTHING else None
    if body not in (None, NOTHING):
        data, headers["content-type"] = json.dumps(body).encode(), "application/json"
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, data, headers), timeout=30
        ) as answer:
            return json.loads(answer.read() or b"{}"), answer.headers
    except urllib.error.HTTPError as error:
        raise Refused(error.code, error.headers, error.read()) from None


def pages(server, method, key, query):
    """Every item of a paged list."""
    cursor = {}
    while True:
        answer, _ = ask(server, method, {**query, "limit": 100, **cursor})
        yield from answer[key]
        if not answer.get("cursor") or not answer[key]:
            return
        cursor = {"cursor": answer["cursor"]}


def allowance():
    """What the account server says is left of its limit, and when that begins anew (epoch seconds).

    The question counts itself.
    """
    _, headers = ask(PDS, "com.atproto.server.describeServer")
    return int(headers["RateLimit-Remaining"]), int(headers["RateLimit-Reset"])


class Account:
    """Someone signed in."""

    def __init__(self, handle):
        body = {"identifier": handle, "password": PASSWORD}
        session, _ = ask(PDS, "com.atproto.server.createSession", body=body)
        self.did, self.token = session["did"], session["accessJwt"]

    def do(self, procedure, body=NOTHING):
        return ask(PDS, procedure, body=body, token=self.token)[0]

    def write(self, records):
        """Writes posts and waits until they are shown: their addresses."""
        create = "com.atproto.repo.applyWrites#create"
        writes = [{"$type": create, "collection": POST, "value": record} for record in records]
        uris = []
        for some in portions(writes, 200):
            done = self.do("com.atproto.repo.applyWrites", {"repo": self.did, "writes": some})
            uris += [result["uri"] for result in done["results"]]
        until(lambda: shown(uris) == set(uris), f"{len(uris)} posts to be shown")
        return uris

    def write_one(self, text, **more):
        return self.write([post(text, **more)])[0]

    def delete(self, uri):
        """Deletes a post and waits until no view shows it."""
        key = uri.rsplit("/", 1)[1]
        self.do(
            "com.atproto.repo.deleteRecord", {"repo": self.did, "collection": POST, "rkey": key}
        )
        until(lambda: not shown([uri]), f"{uri} to vanish")

    def go_away(self, uris):
        """Deactivates the account and waits until none of its posts is shown."""
        self.do("com.atproto.server.deactivateAccount", {})
        until(lambda: not shown(uris), "an account to vanish")

    def come_back(self, uris):
        self.do("com.atproto.server.activateAccount")
        until(lambda: shown(uris) == set(uris), "an account to come back")


def post(text, tags=(), created=None):
    """A post whose hashtags are marked in the text; `tags` stand outside it."""
    return {
        "$type": POST,
        "text": text,
        "facets": [facet(text, found) for found in re.finditer(r"#(\w+)", text)],
        "tags": list(tags),
        "createdAt": written(created or datetime.now(timezone.utc)),
        "langs": ["fa"],
    }


def written(instant):
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def portions(items, size):
    return [items[place : place + size] for place in range(0, len(items), size)]


def facet(text, found):
    """A marked hashtag; places are bytes."""
    byte = lambda place: len(text[:place].encode())
    return {
        "index": {"byteStart": byte(found.start()), "byteEnd": byte(found.end())},
        "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": found[1]}],
    }


def shown(uris):
    """Which of some posts the network shows."""
    views = []
    for some in portions(list(uris), 25):
        views += ask(APPVIEW, "app.bsky.feed.getPosts", {"uris": some})[0]["posts"]
    return {view["uri"] for view in views}


def until(holds, what, seconds=120):
    """Waits for the network to catch up with what was written."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.2)


def did_of(handle):
    """Whose a handle is."""
    return ask(PDS, "com.atproto.identity.resolveHandle", {"handle": handle})[0]["did"]


def posts():
    """Every post as its author's feed shows it, by address. Repositories and feeds must agree."""
    feeds, records = {}, set()
    for repository in pages(PDS, "com.atproto.sync.listRepos", "repos", {}):
        if not repository.get("active", True):
            continue
        did = repository["did"]
        query = {"repo": did, "collection": POST}
        records |= {
            record["uri"] for record in pages(PDS, "com.atproto.repo.listRecords", "records", query)
        }
        try:
            for item in pages(APPVIEW, "app.bsky.feed.getAuthorFeed", "feed", {"actor": did}):
                if "reason" not in item:
                    feeds[item["post"]["uri"]] = item["post"]
        except Refused:
            pass  # An account without a profile has no feed; its records, if any, tell below.
    if records != feeds.keys():
        raise AssertionError(f"repositories and feeds differ: {records ^ feeds.keys()}")
    return feeds


def found(questions):
    """Addresses of what the network's search finds for each of some filters."""
    return {
        name
        + "="
        + value: {
            post["uri"]
            for post in pages(
                APPVIEW, "app.bsky.feed.searchPosts", "posts", {"q": "*", name: value}
            )
        }
        for name, value in questions
    }


def tags(view):
    """Hashtags of a post, in its text and beside it."""
    record = view["record"]
    marked = [feature["tag"] for feature in features(record) if "tag" in feature]
    return marked + record.get("tags", [])


def mentioned(view):
    """Accounts tagged in a post."""
    return {feature["did"] for feature in features(view["record"]) if "did" in feature}


def features(record):
    return [feature for facet in record.get("facets", []) for feature in facet["features"]]


def can_be_found(view, spellings, did):
    """Whether a search by one of the spellings, or by a mention, finds a post."""
    asked = {spelling.lower() for spelling in spellings}
    return did in mentioned(view) or any(tag.lower() in asked for tag in tags(view))


def is_of_campaign(view, spellings, did):
    """Whether a reader would say that a post is for the campaign, however its tag is typed."""
    keys = {folded(spelling) for spelling in spellings}
    typed = re.findall(r"[#＃]([\w\u200c]+)", view["record"]["text"])
    return did in mentioned(view) or any(folded(tag) in keys for tag in typed + tags(view))


def folded(tag):
    """What the spellings of a tag have in common."""
    plain = unicodedata.normalize("NFKC", tag).casefold().translate(str.maketrans("كيى", "کیی"))
    return "".join(str(unicodedata.decimal(c, c)) for c in plain if c.isalnum())


def use_up_sign_ins(handle, allowed):
    """Signs in until the server refuses: how often it did not, and the refusal."""
    for times in range(2 * allowed):
        try:
            Account(handle)
        except Refused as refusal:
            return times, refusal
    raise AssertionError("the server does not limit sign-ins: is it started with its limits on?")


def use_up_requests(left):
    """Uses up the server's limit but for a few requests; when it begins anew (epoch seconds)."""
    remaining, reset = allowance()
    # A run waits a minute at most for its turn, so there must be more of the window left than that.
    if reset - time.time() < 100:
        time.sleep(max(0, reset - time.time()) + 1)
        remaining, reset = allowance()
    while remaining > left + 20:
        several = (remaining - left - 10) // 4
        threads = [
            threading.Thread(target=lambda: [allowance() for _ in range(several)]) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        remaining, reset = allowance()
    while remaining > left:
        remaining, reset = allowance()
    return reset
