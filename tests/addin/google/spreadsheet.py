"""Google Sheets in a browser: the real sidebar on Google's names, the real script behind it, the real server."""

from __future__ import annotations

import json
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.addin.google.sheets import Sheets, ShownError

DOCS = "https://docs.google.com"
SCRIPT = "https://n-abc123-0lu-script.googleusercontent.com"
SERVER = "https://kpi.example.org"
NOBODY = "https://nobody.example.org"
HOSTILE = "https://evil.example"
TOKEN = "header.claims.signature"  # what the server is told to take for one  # noqa: S105

# What Google puts before a sidebar's own page: functions without "_" at their end, by name.
_RUN = """<script>
const runner = (then, failed) => new Proxy({}, { get: (_, name) => {
  if (name === "withSuccessHandler") return (f) => runner(f, failed);
  if (name === "withFailureHandler") return (f) => runner(then, f);
  if (name.endsWith("_")) return undefined;
  return (...given) => {
    fetch("/run", { method: "POST", body: JSON.stringify({ name, given }) })
      .then((answer) => answer.json())
      .then(({ value, error }) => (error === undefined ? then(value) : failed(new Error(error))));
  };
} });
globalThis.google = { script: { run: runner(() => {}, () => {}) } };
</script>"""
_FRAME = "<!doctype html><body style='margin:0'><iframe style='position:fixed;inset:0;width:100%;height:100%;border:0' src='{}'></iframe>"


class Google:
    """Answers for Google's sites, and for a hostile one: one document, whose script runs in Node."""

    def __init__(self, certificate) -> None:
        self.sheets: Sheets | None = None
        self.sidebar = ""
        self.ran: list[str] = []
        google = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = "https://" + self.headers["Host"].partition(":")[0]
                if self.path == "/favicon.ico":
                    self.give(b"", "image/png")
                elif name == SCRIPT:
                    self.give((_RUN + google.sidebar).encode())
                elif name == DOCS:
                    self.give(_FRAME.format(SCRIPT + "/userCodeAppPanel").encode())
                else:
                    self.give(_FRAME.format(f"{SERVER}/google/pane.html?parent={name}").encode())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.give(json.dumps(google.run(**json.loads(body))).encode(), "application/json")

            def give(self, body: bytes, media: str = "text/html; charset=utf-8") -> None:
                self.send_response(200)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def run(self, name, given):
        """Run a function of the script, as a sidebar does."""
        self.ran.append(name)
        try:
            return {"value": self.sheets.menu(name, *given)}
        except ShownError as error:
            return {"error": str(error)}

    @contextmanager
    def document(self, folder, address=SERVER, **options) -> Iterator[Sheets]:
        """Open a document whose script was published for *address*."""
        with Sheets(folder, address, **options) as self.sheets:
            self.sidebar = (folder / "Sidebar.html").read_text("utf-8")
            self.ran.clear()
            yield self.sheets

    def stop(self) -> None:
        """Close the sites."""
        self._server.shutdown()
        self._server.server_close()


def rules(google: Google, server: int) -> tuple[str, ...]:
    """Return the switches of a browser for whom these names are on this machine."""
    names = [
        f"MAP {site.removeprefix('https://')} 127.0.0.1:{google.port}"
        for site in (DOCS, SCRIPT, HOSTILE)
    ]
    names += [
        f"MAP {SERVER.removeprefix('https://')} 127.0.0.1:{server}",
        "MAP nobody.example.org 127.0.0.1:9",
    ]
    return (f"--host-resolver-rules={', '.join(names)}", "--ignore-certificate-errors")


def port(said: str) -> int:
    """Return the port of the address that a server announced."""
    return int(re.search(r"https://[^:/]+:(\d+)", said)[1])


def press(pane, words):
    """Press the button of the sheet's part that bears *words*."""
    pane.value(
        "[...document.querySelectorAll('#sheet-body button')]"
        f".find((b) => b.textContent === {json.dumps(words)}).click()"
    )
