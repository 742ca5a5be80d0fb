"""Where the server is and the key it asks for: a file of the user's own, or the environment."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Settings:
    """The server's address, the key, which is never printed, and the seconds before giving up."""

    url: str
    key: str = field(default="", repr=False)
    patience: float = 30.0

    @property
    def here(self) -> bool:
        """Tell whether the server is on this machine."""
        return urlsplit(self.url).hostname in _LOOPBACK

    def checked(self) -> Settings:
        """
        Return these settings.

        Raises
        ------
        KpiError
            TYPE when the address is none, or when the key would travel in the clear.
        """
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise KpiError(
                Kind.TYPE,
                Text(
                    en="The server's address must look like https://kpi.example.com.",
                    fr="L’adresse du serveur doit ressembler à https://kpi.example.com.",
                ),
            )
        if parts.scheme == "http" and not self.here:
            raise KpiError(
                Kind.TYPE,
                Text(
                    en="The server's address must begin with https: the key would travel in the clear.",
                    fr="L’adresse du serveur doit commencer par https : la clé circulerait en clair.",
                ),
            )
        return self


def read(file: Path, url: str, environment: Mapping[str, str]) -> Settings:
    """Return the settings in *file*; `KPI_URL` and `KPI_KEY` come first, *url* last."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    if not isinstance(kept, dict):
        kept = {}
    patience = kept.get("patience")
    return Settings(
        (environment.get("KPI_URL") or str(kept.get("url") or url)).rstrip("/"),
        environment.get("KPI_KEY") or str(kept.get("key") or ""),
        float(patience) if isinstance(patience, int | float) else 30.0,
    )


def write(file: Path, settings: Settings) -> None:
    """Write the settings where only their owner reads them, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".part")
    beside.unlink(missing_ok=True)
    text = json.dumps(asdict(settings), indent=1)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    beside.replace(file)
