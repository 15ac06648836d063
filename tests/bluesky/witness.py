"""Stands between the program and its server, passes all on and writes down what was asked."""

import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

# Headers that belong to one connection alone.
OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


class Asked:
    """One request and the status of its answer."""

    def __init__(self, path, status):
        address = urlsplit(path)
        self.method, self.status = address.path.removeprefix("/xrpc/"), status
        self.query = parse_qs(address.query)


class Witness:
    """A server on a free port of loopback that passes requests on to another."""

    def __init__(self, server):
        self.asked = []
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler(urlsplit(server), self.asked))
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.http.server_port}"

    def since(self, place):
        """What was asked since so many requests."""
        return self.asked[place:]


def handler(server, asked):
    class Passing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            to = HTTPConnection(server.hostname, server.port, timeout=60)
            to.request(
                self.command, self.path, body or None, dict(of_the_message(self.headers.items()))
            )
            answer = to.getresponse()
            content = answer.read()
            asked.append(Asked(self.path, answer.status))
            self.send_response_only(answer.status, answer.reason)
            for name, value in of_the_message(answer.getheaders()):
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            to.close()

        do_POST = do_GET

        def log_message(self, *_):
            pass

    return Passing


def of_the_message(headers):
    return [(name, value) for name, value in headers if name.lower() not in OF_THE_CONNECTION]
