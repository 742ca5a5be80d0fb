"""Those who are told: an e-mail server and a webhook on this machine, which keep what they get."""

import asyncio
import base64
import email
import email.policy
import json
import queue
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Mail:
    """
    An e-mail server on 127.0.0.1.

    made: a certificate, and then STARTTLS is offered and asked for, or TLS from the start.
    password: what AUTH PLAIN must say. refuse: a code that the message is refused with.
    """

    def __init__(self, made=None, *, implicit=False, password=None, refuse=None):
        self.letters, self.talked = queue.Queue(), []
        self.password, self.refuse = password, refuse
        self.context = None
        if made is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(made.chain, made.key)
        self.implicit = implicit
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)

        async def start():
            context = self.context if self.implicit else None
            self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=context)
            self.port = self._server.sockets[0].getsockname()[1]
            ready.set()

        self._loop.run_until_complete(start())
        self._loop.run_forever()
        self._server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def letter(self):
        """Return the next letter that came."""
        return self.letters.get(timeout=10)

    async def _talk(self, reader, writer):
        try:
            await self._talk_on(reader, writer)
        except (OSError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _talk_on(self, reader, writer):
        self._secure, self._known = self.implicit, self.password is None
        _say(writer, "220 here")
        while line := (await reader.readline()).decode("latin-1").rstrip("\r\n"):
            self.talked.append(line)
            word = line.upper().split(" ")[0]
            answer = {"EHLO": self._greet, "STARTTLS": self._lock, "AUTH": self._let_in, "DATA": self._take}.get(word)  # fmt: skip
            if answer is None:
                _say(writer, "221 bye" if word == "QUIT" else "250 fine")
            else:
                await answer(line, reader, writer)

    async def _greet(self, _line, _reader, writer):
        offers = ["SIZE 100000"]
        offers += ["STARTTLS"] if self.context and not self._secure else []
        offers += ["AUTH PLAIN"] if self.password is not None else []
        for offer in offers:
            _say(writer, f"250-{offer}")
        _say(writer, "250 HELP")

    async def _lock(self, _line, _reader, writer):
        _say(writer, "220 go on")
        await writer.drain()
        await writer.start_tls(self.context)
        self._secure = True

    async def _let_in(self, line, _reader, writer):
        said = base64.b64decode(line.split(" ")[2]).split(b"\0")
        self._known = said[2].decode() == self.password
        _say(writer, "235 welcome" if self._known else "535 canary-words-of-the-server")

    async def _take(self, _line, reader, writer):
        _say(writer, "354 go on")
        lines = []
        while (part := await reader.readline()) not in {b".\r\n", b""}:
            lines.append(part.removeprefix(b"."))
        if self.refuse or not self._known:
            _say(writer, f"{self.refuse or 530} canary-words-of-the-server")
            return
        self.letters.put(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        _say(writer, "250 kept")


def _say(writer, line):
    writer.write(line.encode() + b"\r\n")


class Hook:
    """A webhook on 127.0.0.1; *answers* are its statuses in turn, the last again and again."""

    def __init__(self, *answers, location=None):
        self.answers, self.location = list(answers or [200]), location
        self.got, self.paths = queue.Queue(), []
        handler = type("Handler", (_Web,), {"hook": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/services/canary-secret"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class _Web(BaseHTTPRequestHandler):
    hook = None

    def log_message(self, *_args):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        hook = self.hook
        hook.paths.append(self.path)
        status = hook.answers.pop(0) if len(hook.answers) > 1 else hook.answers[0]
        if status == 200:
            hook.got.put(json.loads(body))
        self.send_response(status)
        if hook.location:
            self.send_header("Location", hook.location)
        self.end_headers()
        self.wfile.write(b"canary-words-of-the-server")

    def do_GET(self):
        self.do_POST()
