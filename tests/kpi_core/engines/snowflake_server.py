"""
The service that Snowflake's connector speaks to, by fakesnow: `python -P snowflake_server.py`.

It runs apart, with packages of its own: fakesnow wants another SQLGlot, and a connector of before.
What the connector of now asks and fakesnow does not answer is answered here: statements that run on,
are looked at and stopped, the tokens of a session, plans. It prints its port, and ends when its
standard input does.
"""

from __future__ import annotations

import asyncio
import gzip
import importlib
import json
import logging
import re
import socket
import sys
import threading
import uuid
import warnings

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

server = importlib.import_module("fakesnow.server")
PASSWORD = sys.stdin.readline().rstrip("\n")
#: Bytes that every plan tells.
BYTES = 4096
# What fakesnow does not know yet: a text among those of a list, and who asks.
_AMONG = re.compile(
    r'ARRAY_CONTAINS\(TO_VARIANT\(("\w+"\."\w+")\), CAST\(PARSE_JSON\((:\d+)\) AS ARRAY\)\)'
)
_WHO = {
    "CURRENT_VERSION()": "'9.30.0'",
    "CURRENT_USER()": "'READER'",
    "CURRENT_ROLE()": "'KPI_READER'",
    "CURRENT_WAREHOUSE()": "'COMPUTE'",
}
running: dict[str, asyncio.Task] = {}
sessions: dict[str, dict] = {}
stopped: list[str] = []
login, asked, parsed = server.login_request, server.query_request, server.parse_one


def parse(sql, *more, **named):
    return parsed(_AMONG.sub(r"LIST_CONTAINS(AMONG_JSON(\2), \1)", sql), *more, **named)


# It sums as floats, for texts that are summed as numbers, and cuts blanks whatever is to be cut.
for name in ("numeric_agg_implicit_cast", "trim_cast_varchar"):
    setattr(importlib.import_module("fakesnow.transforms"), name, lambda expression: expression)
server.parse_one = parse
importlib.import_module("fakesnow.cursor").parse_one = parse


async def on_login(request):
    body = await _json(request)
    if body["data"].get("PASSWORD") != PASSWORD:
        return JSONResponse({"data": {}, "code": "390100", "message": "Incorrect username or password was specified.", "success": False})  # fmt: skip
    answer = await login(request)
    told = json.loads(answer.body)
    token = told["data"]["token"]
    sessions[token] = body["data"]["SESSION_PARAMETERS"]
    server.sessions[token]._duck_conn.execute(
        "CREATE OR REPLACE MACRO among_json(j) AS from_json(j::JSON, '[\"VARCHAR\"]')"
    )
    more = {"masterToken": f"m{token}", "validityInSeconds": 3600, "masterValidityInSeconds": 14400, "sessionId": 1}  # fmt: skip
    told["data"] |= more
    return JSONResponse(told)


async def on_query(request):
    body = await _json(request)
    said = sessions.get(server.to_token(request), {})
    sql = body["sqlText"]
    if sql.startswith("EXPLAIN USING JSON "):
        plan = json.dumps({"GlobalStats": {"partitionsTotal": 1, "bytesAssigned": BYTES}})
        sql, body["bindings"] = f"SELECT '{plan}' AS \"content\"", None
    if sql.startswith("ALTER SESSION SET "):
        sql = "SELECT 'Statement executed successfully.' AS \"status\""
    for name, told in _WHO.items():
        sql = sql.replace(name, told)
    zone = "+0000" if said.get("TIMEZONE") == "UTC" else "-0800"
    body["sqlText"] = sql.replace("TO_VARCHAR(CURRENT_TIMESTAMP(), 'TZHTZM')", f"'{zone}'")
    request = _with(request, body)
    if not body.get("asyncExec"):
        return await asked(request)
    number = str(uuid.uuid4())
    running[number] = asyncio.create_task(asked(request))
    running[number].connection = server.to_conn(server.to_token(request))
    data = {"queryId": number, "getResultUrl": f"/queries/{number}/result", "queryAbortsAfterSecs": 300}  # fmt: skip
    return JSONResponse({"data": data, "code": "333334", "message": "running", "success": True})


async def on_look(request):
    number = request.path_params["number"]
    task = running[number]
    told = {"id": number, "status": "RUNNING"}
    if task.done():
        found = _found(task)
        told["status"] = "SUCCESS" if found["success"] else "FAILED_WITH_ERROR"
        if not found["success"]:
            told |= {"errorCode": found["code"], "errorMessage": found["message"]}
    return JSONResponse({"data": {"queries": [told]}, "success": True})


async def on_result(request):
    task = running[request.path_params["number"]]
    await asyncio.wait([task])
    return JSONResponse(_found(task))


async def on_stop(request):
    number = request.path_params["number"]
    stopped.append(number)
    running[number].connection._duck_conn.interrupt()
    return JSONResponse({"data": None, "success": True})


async def on_own(request):
    """What an owner runs, in DuckDB's own words."""
    body = await _json(request)
    cursor = server.shared_fs.duck_conn.cursor()
    rows = [cursor.execute(sql).fetchall() for sql in body["sql"]]
    told = json.dumps({"rows": rows, "stopped": stopped}, default=str)
    return JSONResponse(json.loads(told))


def _found(task):
    try:
        return json.loads(task.result().body)
    except Exception as error:  # noqa: BLE001 - whatever the engine says
        return {"data": {}, "code": "000604", "message": f"SQL execution canceled: {error}", "success": False}  # fmt: skip


async def _json(request):
    body = await request.body()
    if request.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return json.loads(body)


def _with(request, body):
    """Return the request as if it had another body."""
    told = json.dumps(body).encode()
    headers = [(n, v) for n, v in request.scope["headers"] if n != b"content-encoding"]

    async def receive():
        return {"type": "http.request", "body": told, "more_body": False}

    return Request({**request.scope, "headers": headers}, receive)


_OURS = [
    Route("/session/v1/login-request", on_login, methods=["POST"]),
    Route("/queries/v1/query-request", on_query, methods=["POST"]),
    Route("/monitoring/queries/{number}", on_look, methods=["GET"]),
    Route("/monitoring/queries//{number}", on_look, methods=["GET"]),
    Route("/queries/{number}/result", on_result, methods=["GET"]),
    Route("/queries/{number}/abort-request", on_stop, methods=["POST"]),
    Route("/own", on_own, methods=["POST"]),
    Route("/telemetry/send", lambda _: JSONResponse({"success": True}), methods=["POST"]),
]
server.app.router.routes[:0] = _OURS


def main():
    """Serve until the standard input ends."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    server.shared_fs.connect("FIRM", "PUBLIC")
    listening = socket.create_server(("127.0.0.1", 0))
    serving = uvicorn.Server(uvicorn.Config(server.app, log_level="error"))
    threading.Thread(target=serving.run, args=([listening],), daemon=True).start()
    print(listening.getsockname()[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
