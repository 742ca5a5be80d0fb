"""The HTTP interface: what is served where. The composition root makes it with `create_app`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from addin.desk import Desk, perform
from addin.functions import Functions
from addin.server import problems, wire
from addin.server.access import Authority
from addin.server.asking import add_ask
from addin.server.catalogue import catalogue
from addin.server.cohorts import add_cohorts
from addin.server.costs import add_costs
from addin.server.experiments import add_experiments
from addin.server.funnel import add_funnel
from addin.server.google import add_google
from addin.server.guard import Guard
from addin.server.lifetimes import add_lifetime
from addin.server.office import add_office
from addin.server.outlook import add_outlook
from addin.server.page import add_about
from addin.server.paths import add_paths
from addin.server.rates import Rates, take
from addin.server.ready import Readiness, add_ready
from addin.server.scoring import add_scoring
from addin.server.segments import add_segments
from addin.server.strict import StrictRoute
from addin.server.sync import add_sync
from addin.sharing import unpublished
from kpi_core.answering import Core
from kpi_core.answering.cells import Cells
from kpi_core.engines.asking import AbandonedError
from kpi_core.errors import Kind, KpiError
from kpi_core.query import KpiQuery, KpiResult, Words
from kpi_core.shared.conversations import Conversations
from kpi_core.text import Lang, Text

PANE = Path(__file__).parent.parent / "pane"


class Results(BaseModel):
    """The answers to a query, one a KPI and group."""

    results: list[KpiResult]


class Problem(BaseModel):
    """An error, as RFC 9457 has it, with its sentence in both languages."""

    type: str
    title: str
    status: int
    detail: str
    kind: Kind | None
    message: Words


_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "model": Problem,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    for status in (400, 401, 403, 404, 413, 415, 422, 429, 503)
}


def create_app(
    core: Core,
    *,
    authority: Authority,
    hosts: frozenset[str],
    version: str,
    instance: str = "",
    origins: frozenset[str] = frozenset(),
    rates: Rates | None = None,
    readiness: Readiness | None = None,
    conversations: Conversations | None = None,
    elsewhere: Mapping[str, Text] = MappingProxyType({}),
) -> Guard:
    """
    Return the interface over one workspace, behind its guard; *instance* tells it from others.

    *origins* are the addresses whose pages may ask from a browser, beside the server's own.
    *elsewhere* are paths that another server answers (see `Guard`).
    """
    app = _interface(version)
    functions = Functions(core, Cells(core))
    _add_data(app, core, functions, instance, rates=rates or Rates(), conversations=conversations)
    add_ready(app, readiness or Readiness(ready=True))
    _add_admin(app, core)
    add_about(app, core)
    add_office(app, PANE)
    add_google(app, PANE)
    app.mount("/pane", StaticFiles(directory=PANE), name="pane")

    @app.get("/", include_in_schema=False)
    async def index() -> Response:
        return Response((PANE / "index.html").read_bytes(), media_type="text/html; charset=utf-8")

    return Guard(app, hosts=hosts, authority=authority, origins=origins, elsewhere=elsewhere)  # type: ignore[arg-type]  # starlette's types are narrower


def describe() -> dict[str, Any]:
    """Return the OpenAPI description of the interface, without a workspace."""
    app = _interface("1")
    # The routes are described, never called.
    _add_data(
        app,
        cast("Core", None),
        cast("Functions", None),
        "",
        rates=Rates(),
        conversations=None,
    )
    add_ready(app, Readiness())
    return app.openapi()


def _interface(version: str) -> FastAPI:
    app = FastAPI(
        title="B2B KPI",
        version=version,
        docs_url=None,
        redoc_url=None,
        responses=_PROBLEMS,
    )
    app.router.route_class = StrictRoute
    app.add_exception_handler(KpiError, problems.on_kpi_error)
    app.add_exception_handler(RequestValidationError, problems.on_invalid)
    app.add_exception_handler(HTTPException, problems.on_http)
    app.add_exception_handler(AbandonedError, problems.on_abandoned)
    app.add_exception_handler(Exception, problems.on_crash)
    _describe(app, wire.schema()["components"])
    return app


def _add_data(
    app: FastAPI,
    core: Core,
    functions: Functions,
    instance: str,
    *,
    rates: Rates,
    conversations: Conversations | None,
) -> None:
    body = {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Cells"}}},
    }

    @app.post("/v1/cells", openapi_extra={"requestBody": body})
    async def cells(request: Request) -> Response:
        """Compute many cells at once; one that fails never fails its neighbours."""
        asked = wire.decode(await request.body())
        take(rates, request, sum(call.cost for call in asked.calls))
        answered = await run_in_threadpool(wire.answer, functions, asked)
        return Response(answered, media_type="application/json")

    @app.post("/v1/query")
    def query(query: KpiQuery, request: Request) -> Results:
        """Answer one query over the data, with its proof."""
        take(rates, request, wire.QUESTION * len(query.kpis))
        return Results(results=core.query(query))

    add_ask(app, core, rates, conversations)
    add_paths(app, core, rates)
    add_cohorts(app, core, rates)
    add_funnel(app, core, rates)
    add_segments(app, core, rates)
    add_outlook(app, core, rates)
    add_costs(app, core, rates)
    add_experiments(app, core, rates)
    add_lifetime(app, core, rates)
    add_scoring(app, core, rates)
    add_sync(app, core)

    @app.get("/v1/kpis")
    def kpis(lang: Lang = Lang.EN) -> dict[str, Any]:
        """List the KPIs on offer, in one language."""
        return {"kpis": catalogue(lang)}

    # Not on a thread: those may all be waiting, and this tells that the process lives.
    @app.get("/health")
    async def health() -> dict[str, Any]:
        """Tell that the server answers, from which version of the data, and which day it has."""
        return {
            "status": "ok",
            "version": core.store.version,
            "instance": instance,
            "today": core.today().isoformat(),
        }


def _add_admin(app: FastAPI, core: Core) -> None:
    @app.post("/v1/admin/{operation}", include_in_schema=False)
    def admin(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        told = perform(Desk(core, actor="server"), operation, asked)
        return told | unpublished(core.store)


def _describe(app: FastAPI, components: dict[str, Any]) -> None:
    """Add the shapes that FastAPI does not see to the OpenAPI description."""
    made = app.openapi

    def described() -> dict[str, Any]:
        found = made()
        found.setdefault("components", {}).setdefault("schemas", {}).update(components)
        return found

    app.openapi = described  # type: ignore[method-assign]  # the documented way to extend it
