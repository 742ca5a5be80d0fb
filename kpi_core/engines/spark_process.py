"""The one Spark of a process: started with the first question, ended with the last workspace.

Where its catalogs and files are, and by whose credentials they are read, is what Spark itself is
configured with on this machine (SPARK_CONF_DIR, spark-defaults.conf): no address holds any.
"""

from __future__ import annotations

import socket
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from kpi_core.engines import spark_words as words
from kpi_core.engines.words import REFUSES
from kpi_core.errors import Kind, KpiError
from kpi_core.warehouse.address import Address

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_CONNECTING = 10  # seconds
_LEAVING = 20  # seconds that its process is given to end

# Days are compared with days: no clock of a machine decides where one ends. What overflows, or is
# no number, is an error and never a silent null. The rest is what our statements count on, and
# what a firm's own configuration may have otherwise.
_SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.timestampType": "TIMESTAMP_LTZ",
    "spark.sql.groupByOrdinal": "true",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.parser.quotedRegexColumnNames": "false",
    "spark.sql.caseSensitive": "false",
}
_OURS = {"spark.app.name": "b2b-kpi", "spark.ui.enabled": "false", "spark.log.level": "ERROR"}
_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}


def master(address: Address) -> str:
    """Return what Spark calls the place that computes."""
    return address.host if _local(address) else f"spark://{address.host}"


def _local(address: Address) -> bool:
    return address.host.partition("[")[0] in {"local", "local-cluster"}


class _Process:
    """The Spark of this process: several workspaces may use it, the last one ends it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._master: str | None = None
        self._users = 0
        self._root: Any = None
        self._gateway: Any = None

    def enter(self, address: Address) -> SparkSession:
        """Return a session of one's own."""
        with self._lock:
            if self._root is not None and self._gone():
                self._end()
            if self._root is None:
                self._start(address)
            elif self._master != master(address):
                other = str(self._master)
                told = words.ANOTHER.format(other=other, place=address.place)
                raise KpiError(Kind.UPSTREAM, told)
            self._users += 1
            session = self._root.newSession()
        for key, value in _SESSION.items():
            session.conf.set(key, value)
        found: SparkSession = session
        return found

    def leave(self) -> None:
        """Give a session back."""
        with self._lock:
            self._users -= 1
            if self._users <= 0:
                self._end()

    def _gone(self) -> bool:
        try:
            return bool(self._root.sparkContext._jsc.sc().isStopped())  # noqa: SLF001 - no other way to ask
        except Exception:  # noqa: BLE001 - whatever py4j says of a process that is no more
            return True

    def _start(self, address: Address) -> None:
        try:
            from pyspark import SparkConf, SparkContext  # noqa: PLC0415 - an optional extra
            from pyspark.java_gateway import launch_gateway  # noqa: PLC0415 - idem
            from pyspark.logger import PySparkLogger  # noqa: PLC0415 - idem
            from pyspark.sql import SparkSession  # noqa: PLC0415 - idem
        except ImportError:
            raise KpiError(Kind.UPSTREAM, words.NO_DRIVER) from None
        # It would write each refused statement on the terminal, with whom it asks for.
        PySparkLogger.getLogger("SQLQueryContextLogger").disabled = True
        _answers(address)
        given = SparkConf(loadDefaults=False)
        for key, value in {**_OURS, "spark.master": master(address)}.items():
            given.set(key, value)
        with tempfile.TemporaryFile() as log:
            try:
                self._gateway = launch_gateway(given, {"stdout": log, "stderr": log})
                settings = SparkConf(_jvm=self._gateway.jvm)
                if _local(address):
                    for key, value in _LOCAL.items():
                        settings.setIfMissing(key, value)
                self._root = SparkSession(SparkContext(gateway=self._gateway, conf=settings))
                # What fails is told by us; what is written to a file nobody reads only grows.
                self._root.sparkContext.setLogLevel("OFF")
            except Exception as error:  # noqa: BLE001 - of Java, of py4j, of Spark: none are one family
                self._end()
                raise _unstarted(address, error, log) from None
        self._master, self._users = master(address), 0

    def _end(self) -> None:
        root, gateway = self._root, self._gateway
        self._root = self._gateway = self._master = None
        self._users = 0
        if root is not None:
            with suppress(Exception), warnings.catch_warnings():  # it may be gone already
                warnings.simplefilter("ignore")
                root.sparkContext.stop()
        if gateway is not None:
            from pyspark import SparkContext  # noqa: PLC0415 - an optional extra

            # Else the next one is asked through the gateway that ends here, or refused beside it.
            SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001 - idem
            SparkContext._active_spark_context = None  # noqa: SLF001 - idem
            with suppress(Exception):
                gateway.shutdown()
            process = gateway.proc
            process.stdin.close()  # which is how it knows that nobody will ask again
            try:
                process.wait(_LEAVING)
            except Exception:  # noqa: BLE001 - subprocess's own, or an interrupt's
                process.kill()
                process.wait()


PROCESS = _Process()


def _answers(address: Address) -> None:
    """Ask whether any master listens: Spark itself would try for minutes."""
    if _local(address):
        return
    for place in address.host.split(","):
        host, _colon, port = place.partition(":")
        with suppress(OSError), socket.create_connection((host, int(port)), _CONNECTING):
            return
    raise KpiError(Kind.UPSTREAM, words.UNREACHABLE.format(place=address.place))


def _unstarted(address: Address, error: Exception, log: Any) -> KpiError:
    log.seek(0)
    lines = [line.strip() for line in log.read().decode("utf-8", "replace").splitlines()]
    told = [
        line for line in lines if "ERROR" in line or "JAVA_HOME" in line or "Unsupported" in line
    ]
    if "JAVA_GATEWAY_EXITED" in str(error):
        why = (told or [line for line in lines if line] or ["java"])[0]
        return KpiError(Kind.UPSTREAM, words.NO_JAVA.format(why=why[:200].rstrip(".")))
    if not _local(address):
        return KpiError(Kind.UPSTREAM, words.UNREACHABLE.format(place=address.place))
    return KpiError(Kind.UPSTREAM, words.NO_JAVA.format(why=words.first_of(error)))


class Connection:
    """What one workspace asks its Spark through; opened when first needed."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._lock = Lock()
        self._session: SparkSession | None = None

    def session(self) -> SparkSession:
        """Return the session."""
        with self._lock:
            if self._session is None:
                session = PROCESS.enter(self.address)
                try:
                    self._use(session)
                except BaseException:
                    PROCESS.leave()
                    raise
                self._session = session
            return self._session

    def _use(self, session: SparkSession) -> None:
        """Begin in the catalog and the database that the address names."""
        if not self.address.database:
            return
        catalog, dot, database = self.address.database.rpartition(".")
        with in_words(self.address):
            if dot:
                session.catalog.setCurrentCatalog(catalog)
            session.catalog.setCurrentDatabase(database)

    def close(self) -> None:
        """Give the session back; the last one ends this process's Spark."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            PROCESS.leave()

    def lost(self) -> None:
        """Forget a session whose Spark is no more: the next question opens another."""
        with self._lock:
            self._session = None


@contextmanager
def in_words(address: Address) -> Iterator[None]:
    """Say in words what Spark has against what is asked of it."""
    try:
        from py4j.protocol import Py4JJavaError, Py4JNetworkError  # noqa: PLC0415 - an optional extra
        from pyspark.errors import PySparkException  # noqa: PLC0415 - idem
    except ImportError:
        raise KpiError(Kind.UPSTREAM, words.NO_DRIVER) from None
    try:
        yield
    except PySparkException as error:
        raise words.refused(address, error) from None
    except Py4JJavaError as error:
        raise _of_java(address, error.java_exception) from None
    except (Py4JNetworkError, ConnectionError, EOFError):
        raise KpiError(Kind.UPSTREAM, words.LOST.format(place=address.place)) from None


def _of_java(address: Address, error: Any) -> KpiError:
    """Say what an executor has against it: that is beneath what waited for the answer."""
    from pyspark.errors.exceptions.captured import UnknownException, convert_exception  # noqa: PLC0415 - an optional extra

    said, cause = "", error
    while cause is not None:
        found = convert_exception(cause)
        if not isinstance(found, UnknownException) and found.getCondition():
            return words.refused(address, found)
        said, cause = str(cause.toString()), cause.getCause()
    if "FileNotFoundException" in said:
        return KpiError(Kind.UPSTREAM, words.CHANGED.format(place=address.place))
    why = words.first_of(said)
    return KpiError(Kind.UPSTREAM, REFUSES.format(place=address.place, why=why))
