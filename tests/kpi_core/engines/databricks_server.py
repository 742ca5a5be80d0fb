"""
The Thrift service that Databricks's connector speaks to, before the Spark of the tests.

Statements, values, types, cancellation and errors are Spark's own; what of Databricks is not in
Spark (`DESCRIBE HISTORY`, `information_schema`) is answered here in its place.
"""

from __future__ import annotations

import re
import threading
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pyarrow as pa
from databricks.sql.thrift_api.TCLIService import TCLIService, ttypes
from thrift.protocol.TBinaryProtocol import TBinaryProtocol
from thrift.transport.TTransport import TMemoryBuffer

from tests.kpi_core.engines.answering import Answering, Listening, serving
from tests.kpi_core.engines.server import PASSWORD

_OK = ttypes.TStatus(statusCode=ttypes.TStatusCode.SUCCESS_STATUS)
_TYPES = {"date": "DATE", "timestamp": "TIMESTAMP", "timestamp_ntz": "TIMESTAMP", "string": "STRING",
          "bigint": "BIGINT", "int": "INT", "tinyint": "TINYINT", "double": "DOUBLE", "boolean": "BOOLEAN",
          "void": "NULL"}  # fmt: skip
_READ = {"BIGINT": int, "DOUBLE": float}
_HISTORY = re.compile(r"DESCRIBE HISTORY `?(\w+)`?\.`?(\w+)`? LIMIT 1")


class Operation:
    """A statement that runs in a thread of its own."""

    def __init__(self, service, session, sql, values):
        self.service, self.session, self.sql, self.values = service, session, sql, values
        self.number, self.done, self.error, self.table, self.fields = uuid.uuid4(), threading.Event(), None, None, []  # fmt: skip
        self.cancelled = False
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            context = self.session.sparkContext
            context.setJobGroup(self.number.hex, "stand-in", interruptOnCancel=True)
            # A Delta table is read as it stands; files that Spark listed would be those of before.
            self.session._jsparkSession.sessionState().catalog().invalidateAllCachedTables()
            found = self.service.own(self.session, self.sql)
            if found is None:
                found = self.session.sql(self.sql, args=self.values)
            self.fields = [(f.name, f.dataType) for f in found.schema.fields]
            self.table = found.toArrow()
        except Exception as error:  # noqa: BLE001 - whatever Spark says
            self.error = error
        self.done.set()

    def cancel(self):
        self.cancelled = True
        self.session.sparkContext.cancelJobGroup(self.number.hex)
        self.service.cancelled.append(self.sql)

    @property
    def handle(self):
        return ttypes.TOperationHandle(
            operationId=ttypes.THandleIdentifier(guid=self.number.bytes, secret=b"s" * 16),
            operationType=ttypes.TOperationType.EXECUTE_STATEMENT,
            hasResultSet=True,
        )

    def metadata(self):
        columns = [
            ttypes.TColumnDesc(columnName=name, position=at, typeDesc=ttypes.TTypeDesc(types=[_entry(type_)]))
            for at, (name, type_) in enumerate(self.fields, 1)
        ]  # fmt: skip
        return ttypes.TGetResultSetMetadataResp(
            status=_OK,
            schema=ttypes.TTableSchema(columns=columns),
            resultFormat=ttypes.TSparkRowSetType.ARROW_BASED_SET,
            lz4Compressed=False,
            arrowSchema=self.table.schema.serialize().to_pybytes(),
        )


def _entry(type_):
    named = type_.simpleString()
    qualifiers = None
    if named.startswith("decimal"):
        kind = "DECIMAL"
        sizes = {"precision": type_.precision, "scale": type_.scale}
        qualifiers = ttypes.TTypeQualifiers(
            {name: ttypes.TTypeQualifierValue(i32Value=size) for name, size in sizes.items()}
        )
    else:
        kind = _TYPES.get(named, "STRING")
    number = getattr(ttypes.TTypeId, f"{kind}_TYPE")
    return ttypes.TTypeEntry(primitiveEntry=ttypes.TPrimitiveTypeEntry(type=number, typeQualifiers=qualifiers))  # fmt: skip


class Service:
    """What the connector may ask (see `TCLIService.Iface`)."""

    def __init__(self, place):
        self.place = place
        self.sessions, self.operations, self.cancelled, self.asked = {}, {}, [], []

    def OpenSession(self, req):  # noqa: N802 - theirs
        number = uuid.uuid4()
        session = self.place.spark.newSession()
        session.conf.set("spark.sql.timestampType", "TIMESTAMP_LTZ")  # as it always is there
        if (space := req.initialNamespace) is not None:
            if space.catalogName:
                session.catalog.setCurrentCatalog(space.catalogName)
            if space.schemaName:
                session.catalog.setCurrentDatabase(space.schemaName)
        self.sessions[number.bytes] = session
        handle = ttypes.TSessionHandle(
            ttypes.THandleIdentifier(guid=number.bytes, secret=b"s" * 16)
        )
        return ttypes.TOpenSessionResp(
            status=_OK,
            serverProtocolVersion=ttypes.TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V7,
            sessionHandle=handle,
            canUseMultipleCatalogs=True,
        )

    def CloseSession(self, req):  # noqa: N802 - theirs
        self.sessions.pop(req.sessionHandle.sessionId.guid, None)
        return ttypes.TCloseSessionResp(status=_OK)

    def ExecuteStatement(self, req):  # noqa: N802 - theirs
        session = self.sessions[req.sessionHandle.sessionId.guid]
        values = {p.name: _value(p) for p in req.parameters or ()}
        self.asked.append(req.statement)
        run = Operation(self, session, req.statement, values or None)
        self.operations[run.number.bytes] = run
        return ttypes.TExecuteStatementResp(status=_OK, operationHandle=run.handle)

    def GetOperationStatus(self, req):  # noqa: N802 - theirs
        run = self._of(req)
        run.done.wait(0.2)
        states = ttypes.TOperationState
        told = ttypes.TGetOperationStatusResp(status=_OK)
        if not run.done.is_set():
            told.operationState = states.RUNNING_STATE
        elif run.error is None:
            told.operationState = states.FINISHED_STATE
        else:
            told.operationState = states.ERROR_STATE
            told.displayMessage = str(run.error)
        return told

    def GetResultSetMetadata(self, req):  # noqa: N802 - theirs
        return self._of(req).metadata()

    def FetchResults(self, req):  # noqa: N802 - theirs
        run = self._of(req)
        batches = [
            ttypes.TSparkArrowBatch(batch=batch.serialize().to_pybytes(), rowCount=batch.num_rows)
            for batch in run.table.to_batches()
        ]
        return ttypes.TFetchResultsResp(
            status=_OK,
            hasMoreRows=False,
            results=ttypes.TRowSet(startRowOffset=0, rows=[], arrowBatches=batches),
            resultSetMetadata=run.metadata(),
        )

    def CancelOperation(self, req):  # noqa: N802 - theirs
        self._of(req).cancel()
        return ttypes.TCancelOperationResp(status=_OK)

    def CloseOperation(self, req):  # noqa: N802 - theirs
        self.operations.pop(req.operationHandle.operationId.guid, None)
        return ttypes.TCloseOperationResp(status=_OK)

    def _of(self, req):
        return self.operations[req.operationHandle.operationId.guid]

    def own(self, session, sql):
        """Answer what Spark does not know."""
        if (told := _HISTORY.search(sql)) is not None:
            version = self.place.versions.get((told[1], told[2]))
            if version is None:
                return None
            return session.sql(f"SELECT {version} AS version, 'a time' AS timestamp")
        if "information_schema.columns" in sql:
            rows = [
                (base.name, table.name, column.name, column.dataType)
                for base in session.catalog.listDatabases()
                for table in session.catalog.listTables(base.name)
                for column in session.catalog.listColumns(f"{base.name}.{table.name}")
            ]
            names = ["table_schema", "table_name", "column_name", "full_data_type"]
            table = pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, zip(*rows, strict=True), strict=True)})  # fmt: skip
            session.createDataFrame(table).createOrReplaceTempView("kpi_columns")
            said = sql.replace("information_schema.columns", "kpi_columns")
            said = said.replace(", ordinal_position", "")
            return session.sql(said, args=self._values(session))
        return None

    def _values(self, session):
        running = [run for run in self.operations.values() if run.session is session]
        return running[-1].values if running else None


def _value(parameter):
    if parameter.type == "VOID":
        return None
    text = parameter.value.stringValue
    if parameter.type == "DATE":
        import datetime as dt

        return dt.date.fromisoformat(text)
    return _READ.get(parameter.type, str)(text)


@contextmanager
def served(place):
    """Serve, and stop."""
    service = Service(place)
    processor = TCLIService.Processor(service)

    class Handler(Answering, BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.body()
            if self.path.endswith("/oidc/v1/token"):
                self.said({"access_token": PASSWORD, "expires_in": 3600})
                return
            said = self.headers.get("Authorization", "")
            if said != f"Bearer {PASSWORD}":
                self.answer(403, headers={"X-Databricks-Reason-Phrase": "Invalid access token."})
                return
            given, answer = TMemoryBuffer(body), TMemoryBuffer()
            processor.process(TBinaryProtocol(given), TBinaryProtocol(answer))
            self.answer(200, answer.getvalue())

    with serving(Listening(Handler)) as server:
        yield service, server.port
