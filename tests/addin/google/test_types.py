"""The script of Google Sheets against Google's own description of its services."""

import json
import subprocess

from addin.hosts.google.generate import files
from tests.addin.hosts.excel import HERE, installed

OPTIONS = {
    "compilerOptions": {
        "allowJs": True,
        "checkJs": True,
        "noEmit": True,
        "target": "ES2020",
        "lib": ["ES2020"],
        "strict": False,
        "types": [],
        "skipLibCheck": True,
    }
}


def checked(folder, script):
    """Return what the compiler says of a script."""
    node = installed()
    (folder / "Code.js").write_text(script, "utf-8")
    types = HERE / "node_modules" / "@types" / "google-apps-script" / "index.d.ts"
    config = OPTIONS | {"files": [str(folder / "Code.js"), str(types)]}
    (folder / "tsconfig.json").write_text(json.dumps(config), "utf-8")
    compiler = HERE / "node_modules" / "typescript" / "bin" / "tsc"
    ran = subprocess.run(
        [node, str(compiler), "-p", str(folder)], capture_output=True, encoding="utf-8", check=False
    )
    return ran.stdout


def script():
    """Return Code.gs."""
    (text,) = [t for p, t in files("https://kpi.example.com").items() if p.name == "Code.gs"]
    return text


def test_the_script_calls_googles_services_as_they_are_declared(tmp_path):
    """
    Each service, method and argument that the script uses exists in Google's own types.
    """
    assert "" == checked(tmp_path, script())


def test_a_service_that_does_not_exist_is_found(tmp_path):
    """
    The check is one: a method misspelt is told.
    """
    wrong = script().replace("SpreadsheetApp.flush()", "SpreadsheetApp.flushh()")

    assert "flushh" in checked(tmp_path, wrong)
