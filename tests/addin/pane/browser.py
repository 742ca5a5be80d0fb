"""A real browser, driven by its own protocol over a pair of pipes: nothing to install beside it."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Json = dict[str, Any]

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-proxy-server", "--hide-scrollbars", "--lang=en-US",
)  # fmt: skip
_PATIENCE = 30
# Told by the page itself, since a violation without a report address is otherwise only a console line.
_WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (e) => violations.push(`${e.violatedDirective} ${e.blockedURI}`));
"""


class Page:
    """One tab: what it shows, what it asked of the network, what it complained of."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session

    def tell(self, method: str, **parameters: Any) -> Json:
        """Ask the tab something of the protocol."""
        return self._browser.tell(method, parameters, self._session)

    def visit(self, address: str) -> None:
        """Open *address* and wait until the page says it is done."""
        self._browser.events.clear()
        self.tell("Page.navigate", url=address)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing on the page is busy."""
        self.until("document.readyState === 'complete' && !document.querySelector('[aria-busy]')")

    def until(self, condition: str) -> None:
        """Wait until *condition* holds."""
        deadline = time.monotonic() + _PATIENCE
        while not self._holds(condition):
            if time.monotonic() > deadline:
                raise TimeoutError(f"never true: {condition}; {self.complaints()}")
            time.sleep(0.02)

    def _holds(self, condition: str) -> bool:
        """Tell whether *condition* holds; between two pages nothing does."""
        try:
            return bool(self.value(f"Boolean({condition})"))
        except (AssertionError, RuntimeError):
            return False

    def value(self, expression: str) -> Any:
        """Return what *expression* gives in the page."""
        told = self.tell(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in told:
            raise AssertionError(told["exceptionDetails"]["exception"].get("description", told))
        return told["result"].get("value")

    def text(self, selector: str) -> str | None:
        """Return the words of the first element that *selector* finds."""
        return self.value(f"document.querySelector({json.dumps(selector)})?.textContent")

    def texts(self, selector: str) -> list[str]:
        """Return the words of every element that *selector* finds."""
        return self.value(
            f"[...document.querySelectorAll({json.dumps(selector)})].map((e) => e.textContent)"
        )

    def frame(self, origin: str, patience: float = _PATIENCE) -> Page:
        """Return the frame of *origin*, once there is one: another site's is a target of its own."""
        deadline = time.monotonic() + patience
        sessions = {self._session}
        while time.monotonic() < deadline:
            for event in list(self._browser.events):
                if event["method"] != "Target.attachedToTarget":
                    continue
                session = event["params"]["sessionId"]
                if event.get("sessionId") in sessions and session not in sessions:
                    sessions.add(session)
                    _prepare(Page(self._browser, session))
            for session in sessions:
                found = Page(self._browser, session)
                if session != self._session and found._holds(f"origin === {json.dumps(origin)}"):
                    return found
            time.sleep(0.05)
        raise TimeoutError(f"no frame of {origin}")

    def click(self, selector: str) -> None:
        """Click the first element that *selector* finds."""
        self.value(f"document.querySelector({json.dumps(selector)}).click()")

    def choose(self, selector: str, value: str) -> None:
        """Choose *value* in a list or type it in a field, as a person would, and wait."""
        self.value(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            f" e.value = {json.dumps(value)};"
            " e.dispatchEvent(new Event('input', {bubbles: true}));"
            " e.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )
        self.settle()

    def press(self, key: str) -> None:
        """Press one key."""
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            code = {"Enter": 13, "Tab": 9, "ArrowLeft": 37, "ArrowRight": 39, "Space": 32}[key]
            self.tell(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                **text,
            )

    def requests(self) -> list[str]:
        """Return every address that the page asked for."""
        return [e["params"]["request"]["url"] for e in self._said("Network.requestWillBeSent")]

    def complaints(self) -> list[str]:
        """Return what the console holds: exceptions, errors, refused resources, policy violations."""
        self.value("1")  # whatever was on its way has come
        thrown = [
            e["params"]["exceptionDetails"].get("exception", {}).get("description", "exception")
            for e in self._said("Runtime.exceptionThrown")
        ]
        logged = [
            e["params"]["entry"]["text"]
            for e in self._said("Log.entryAdded")
            if e["params"]["entry"]["level"] in {"error", "warning"}
        ]
        written = [
            str(e["params"]["args"])
            for e in self._said("Runtime.consoleAPICalled")
            if e["params"]["type"] in {"error", "warning", "assert"}
        ]
        return thrown + logged + written + list(self.value("window.violations ?? []"))

    def _said(self, method: str) -> list[Json]:
        return [
            e
            for e in self._browser.events
            if e["method"] == method and e.get("sessionId") == self._session
        ]


def _prepare(page: Page) -> None:
    """Have a tab, or a frame of another site, tell what happens in it."""
    for domain in ("Page", "Runtime", "Network", "Log"):
        page.tell(f"{domain}.enable")
    page.tell("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)
    page.tell("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False, flatten=True)


class Browser:
    """A browser of its own, with nothing remembered."""

    def __init__(self, process: subprocess.Popen[bytes], orders: int, answers: int) -> None:
        self._process = process
        self._orders = orders
        self._answers: queue.Queue[Json] = queue.Queue()
        self._asked = 0
        self.events: list[Json] = []
        threading.Thread(target=self._listen, args=(answers,), daemon=True).start()

    def tell(self, method: str, parameters: Json, session: str | None = None) -> Json:
        """Send one order of the protocol and return its answer."""
        self._asked += 1
        order: Json = {"id": self._asked, "method": method, "params": parameters}
        if session:
            order["sessionId"] = session
        os.write(self._orders, json.dumps(order).encode() + b"\0")
        while True:
            answer = self._answers.get(timeout=_PATIENCE)
            if answer.get("id") == self._asked:
                break
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    @contextmanager
    def page(
        self,
        *,
        width: int = 1280,
        height: int = 900,
        languages: str = "en-US",
        dark: bool = False,
        still: bool = True,
    ) -> Iterator[Page]:
        """Yield a tab that has never seen any page, its owner reading *languages*."""
        context = self.tell("Target.createBrowserContext", {})["browserContextId"]
        target = self.tell(
            "Target.createTarget", {"url": "about:blank", "browserContextId": context}
        )["targetId"]
        session = self.tell("Target.attachToTarget", {"targetId": target, "flatten": True})[
            "sessionId"
        ]
        page = Page(self, session)
        _prepare(page)
        agent = self.tell("Browser.getVersion", {})["userAgent"]
        page.tell("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=languages)
        page.tell(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
        ]
        page.tell("Emulation.setEmulatedMedia", features=features)
        try:
            yield page
        finally:
            self.tell("Target.disposeBrowserContext", {"browserContextId": context})

    def _listen(self, answers: int) -> None:
        held = b""
        while read := os.read(answers, 1 << 16):
            *messages, held = (held + read).split(b"\0")
            for message in messages:
                said = json.loads(message)
                if "id" in said:
                    self._answers.put(said)
                else:
                    self.events.append(said)


@contextmanager
def browser(folder: Path, *more: str) -> Iterator[Browser]:
    """Start a browser whose profile is *folder*, with *more* switches, and stop it."""
    assert CHROMIUM
    orders_out, orders_in = os.pipe()
    answers_out, answers_in = os.pipe()
    # The protocol's pipes are the browser's third and fourth files, and a shell can say so.
    places = f'exec "$@" 3<&{orders_out} 4>&{answers_in}'
    command = [
        CHROMIUM,
        *_QUIET,
        *more,
        f"--user-data-dir={folder}",
        "--remote-debugging-pipe",
        "about:blank",
    ]
    process = subprocess.Popen(
        ["bash", "-c", places, "browser", *command],
        pass_fds=(orders_out, answers_in),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(folder)},
        start_new_session=True,
    )
    os.close(orders_out)
    os.close(answers_in)
    try:
        yield Browser(process, orders_in, answers_out)
    finally:
        os.close(orders_in)  # the browser leaves when nobody can order anything
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
