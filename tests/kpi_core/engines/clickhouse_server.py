"""ClickHouse's HTTP interface before an embedded ClickHouse: `python -m` this module, with a folder.

The engine is the real one (chdb); what a server adds to it (users, the interface, the length of a
value, names of running queries) is as much of that as the driver uses. It prints its port, and ends
when its standard input does.
"""

from __future__ import annotations

import base64
import email.parser
import email.policy
import json
import re
import sys
from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

import chdb

from tests.kpi_core.engines.answering import Answering, Listening, serving

# What of a request is no setting of the query.
_OWN = {
    "database", "query", "query_id", "default_format", "wait_end_of_query", "compress", "decompress",
    "enable_http_compression", "session_id", "session_timeout", "client_protocol_version",
    "send_progress_in_http_headers", "http_headers_progress_interval_ms", "buffer_size",
    "cancel_http_readonly_queries_on_client_close",
}  # fmt: skip
#: What a user's profile says of `readonly`.
_PROFILES = {"strict": 2, "strictest": 1}
_LONGEST = 131_072  # of one value: http_max_field_value_size
_FORMATTED = re.compile(r"\bFORMAT\s+\w+\s*$", re.IGNORECASE)


class Handler(Answering, BaseHTTPRequestHandler):
    """One request: a query by a user."""

    users: ClassVar[dict[str, str]] = {}
    folder = ""

    def do_GET(self):
        self.tell(200, b"Ok.\n")

    def do_POST(self):
        given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        body = self.body()
        if self.headers.get("Content-Type", "").startswith("multipart/form-data"):
            given |= self._fields(body)
            body = b""
        sql = "\n".join(part for part in (given.get("query"), body.decode()) if part)
        user, _colon, password = self._who().partition(":")
        if self.users.get(user) != password:
            told = f"Code: 516. DB::Exception: {user}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)"
            self.tell(403, told.encode(), 516)
            return
        if any(len(value) > _LONGEST for name, value in given.items() if name != "query"):
            self.tell(500, b"Code: 1000. DB::Exception: Field value too long. (POCO_EXCEPTION)", 1000)  # fmt: skip
            return
        try:
            self.tell(200, self._asked(sql, given))
        except Exception as error:  # noqa: BLE001 - whatever the engine says
            code = re.search(r"Code: (\d+)", str(error))
            self.tell(500, str(error).encode(), int(code[1]) if code else 1)

    def _asked(self, sql, given):
        settings = {
            name: value
            for name, value in given.items()
            if name not in _OWN and not name.startswith("param_")
        }
        if sql.startswith("KILL QUERY"):
            sql = sql.replace("query_id =", "Settings['log_comment'] =")
        values = {n.removeprefix("param_"): v for n, v in given.items() if n.startswith("param_")}
        connection = chdb.connect(self.folder)
        try:
            if database := given.get("database"):
                connection.query(f'USE "{database}"')
            if "query_id" in given:
                # An embedded query has no name of its own to give: it is told by its comment.
                connection.query(f"SET log_comment = '{given['query_id']}'")
            if profile := _PROFILES.get(self._who().partition(":")[0]):
                connection.query(f"SET readonly = {profile}")
            if settings:
                told = ", ".join(
                    f"{name} = '{value}'"
                    for name, value in sorted(
                        settings.items(), key=lambda one: one[0] == "readonly"
                    )
                )
                connection.query(f"SET {told}")
            form = given.get("default_format") or self.headers.get("X-ClickHouse-Format")
            if not _FORMATTED.search(sql) and form:
                sql = f"{sql}\nFORMAT {form}"
            return connection.query(sql, "TabSeparated", params=values).bytes()
        finally:
            connection.close()

    def _fields(self, body):
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        told = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
        return {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True).decode()
            for part in told.iter_parts()
        }  # fmt: skip

    def _who(self):
        said = self.headers.get("Authorization", "")
        if said.startswith("Basic "):
            return base64.b64decode(said.removeprefix("Basic ")).decode()
        user = self.headers.get("X-ClickHouse-User", "default")
        return f"{user}:{self.headers.get('X-ClickHouse-Key', '')}"

    def tell(self, status, body, code=None):
        fault = {} if code is None else {"X-ClickHouse-Exception-Code": str(code)}
        self.answer(status, body, {**fault, "X-ClickHouse-Timezone": "America/Montreal"})


def main():
    """Serve until the standard input ends."""
    Handler.folder = sys.argv[1]
    Handler.users = json.loads(sys.stdin.readline())
    kept = chdb.connect(Handler.folder)  # with the last connection the engine would end
    with serving(Listening(Handler)) as server:
        print(server.port, flush=True)
        sys.stdin.read()
    kept.close()


if __name__ == "__main__":
    main()
