"""One of several servers of a workspace: it holds no file, and answers as its owner decides."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from importlib.metadata import version
from pathlib import Path

from addin.caching import compiled_in
from addin.cli.session import instance
from addin.listening import address_of, listed, listen, names, tidy_when_stopped
from addin.serve import UNGUARDED, check_model, warming
from addin.sharing import VARIABLE, sessions_of
from kpi_core.errors import Kind, KpiError
from kpi_core.shared import words
from kpi_core.text import Text

#: Seconds that a request may still take once the server is told to stop.
PATIENCE = 30


def serve(
    *,
    host: str,
    port: int,
    today: dt.date | None,
    ready: Callable[[str], None],
    certificate: Path | None = None,
    drain: int = 0,
) -> None:
    """
    Serve what the workspace shared at `KPI_SHARED` decides, until stopped.

    drain: seconds during which `/ready` refuses and requests are still answered, once told to stop.

    Raises
    ------
    KpiError
        EMPTY without an address; AUTH when *host* can be reached from elsewhere and no key guards
        it, or the database lets nobody in; UPSTREAM or NOT_FOUND when nothing can be read there.
    """
    from addin.https import Door  # noqa: PLC0415 - the refusals need none of it
    from addin.server import journal  # noqa: PLC0415 - idem
    from addin.server.access import Authority, Keys  # noqa: PLC0415 - idem
    from addin.server.app import create_app  # noqa: PLC0415 - idem
    from addin.server.ready import Readiness  # noqa: PLC0415 - idem
    from addin.server.turning import turn  # noqa: PLC0415 - idem
    from addin.warehouse import kept_password  # noqa: PLC0415 - idem
    from kpi_core.answering import Core  # noqa: PLC0415 - idem
    from kpi_core.shared.conversations import InDatabase  # noqa: PLC0415 - idem
    from kpi_core.shared.replica import Replica  # noqa: PLC0415 - idem
    from kpi_core.warehouse.statements import keep_in  # noqa: PLC0415 - idem

    url = os.environ.get(VARIABLE, "").strip()
    if not url:
        raise KpiError(Kind.EMPTY, _NOWHERE)
    journal.start()
    os.umask(0o077)
    token = secrets.token_urlsafe(32)
    hosts, outside = names(host)
    tidy_when_stopped()
    with (
        tempfile.TemporaryDirectory(prefix="kpi-replica-", ignore_cleanup_errors=True) as name,
        closing(sessions_of(url, "b2b-kpi replica")) as sessions,
        Replica(Path(name), sessions) as store,
        closing(Core(store, today, kept_password)) as core,
    ):
        authority = Authority(
            Keys.of(os.environ.get("KPI_API_KEY"), token),
            store,
            closed=outside,
            refresh=store.refresh,
            mark=store.mark_used,
        )
        if outside and not authority.opens():
            raise KpiError(Kind.AUTH, UNGUARDED.format(host=host))
        listening = listen(host, port)
        announced = address_of("http" if certificate is None else "https", host, listening)
        door: AbstractContextManager[object] = nullcontext()
        if certificate is not None:
            outer, listening = listening, listen("127.0.0.1", 0)
            door = Door(outer, certificate, listening.getsockname()[:2])
        readiness = Readiness(check=store.refresh)
        app = create_app(
            core,
            authority=authority,
            hosts=hosts,
            origins=listed("KPI_ORIGINS"),
            version=version("b2b-kpi"),
            instance=instance(token),
            readiness=readiness,
            conversations=InDatabase(sessions),
            elsewhere={"/v1/admin": words.ELSEWHERE, "/v1/sync": _SHEETS},
        )
        check_model(core)
        keep_in(compiled_in(Path(name)))
        with warming(readiness) as warm, door:
            ready(announced)
            warm()
            turn(app, listening, readiness, patience=PATIENCE, drain=drain)


_NOWHERE = Text(
    en="Set KPI_SHARED to the address that the workspace is shared at (kpi shared init): postgres://kpi@db.example.org/analytics.",
    fr="Donnez à KPI_SHARED l’adresse où l’espace est partagé (kpi shared init)\u00a0: postgres://kpi@bdd.exemple.fr/analyse.",
)
_SHEETS = Text(
    en="The sheets that keep themselves are run by the workspace's owner: ask its own server, or type kpi sync status where the workspace is.",
    fr="Les feuilles qui se tiennent à jour dépendent du propriétaire de l’espace\u00a0: demandez à son serveur, ou tapez kpi sync status là où est l’espace.",
)
