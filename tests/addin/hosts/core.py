"""The JavaScript core in a real Node process, and the Python it must agree with."""

import json
import subprocess

from addin.computing import computed
from addin.hosts.javascript import core
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.text import Lang
from tests.kpi_core.readers import node_or_skip

DRIVER = """
const shown = (_key, x) => (Object.is(x, -0) ? "-0" : x);
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const [name, given] = JSON.parse(line);
  let answer;
  try {
    answer = B2B_CORE[name](...given);
  } catch (fault) {
    answer = fault.kind ? { e: fault.kind, ...fault.text } : { crash: String(fault.stack) };
  }
  process.stdout.write(JSON.stringify(answer === undefined ? null : answer, shown) + "\\n");
});
"""


class Core:
    """A Node process with the core inside."""

    def __init__(self, folder):
        script = folder / "core.js"
        script.write_text(core() + DRIVER, "utf-8")
        self.process = subprocess.Popen(
            [node_or_skip(), str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __call__(self, name, *given):
        """Return what one of the core's functions answers."""
        self.process.stdin.write(json.dumps([name, given]) + "\n")
        self.process.stdin.flush()
        # JavaScript writes 2e16 as digits: it is the same double.
        answer = json.loads(self.process.stdout.readline(), parse_int=float)
        assert not (isinstance(answer, dict) and "crash" in answer), answer
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def in_python(function, args, locale):
    """Return what a cell shows in each language, computed by the Python functions."""
    found = computed(REGISTRY.function(function), args, locale)
    if not isinstance(found, KpiError):
        return {lang: {"v": found} for lang in Lang}
    return {
        lang: {"e": found.kind, "code": found.kind.code, "message": found.message[lang]}
        for lang in Lang
    }


def in_javascript(node, function, args, locale):
    """Return the same, computed by the core."""
    return {lang: node("compute", function, args, lang, locale) for lang in Lang}
