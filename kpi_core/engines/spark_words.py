"""What Spark answers when it does not, in words that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_core.engines.words import BUSY, MISSING, NOT_A_QUERY, REFUSES, VALUES
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.warehouse.address import Address

if TYPE_CHECKING:
    from pyspark.errors import PySparkException

NO_DRIVER = Text(
    en="Spark is not installed: pip install 'b2b-kpi[spark]'.",
    fr="Spark n’est pas installé\u00a0: pip install 'b2b-kpi[spark]'.",
)
NO_JAVA = Text(
    en="Spark did not start. It needs Java 17 or 21 (java on the path, or JAVA_HOME): {why}.",
    fr="Spark n’a pas démarré. Il lui faut Java 17 ou 21 (java dans le chemin, ou JAVA_HOME)\u00a0: {why}.",
)
UNREACHABLE = Text(
    en="The Spark {place} cannot be reached: check the host and the port, that its master runs and that this machine may call it (network, firewall).",
    fr="Le Spark {place} est injoignable\u00a0: vérifiez l’hôte et le port, que son maître tourne et que cette machine peut l’appeler (réseau, pare-feu).",
)
ANOTHER = Text(
    en="This process already speaks with the Spark {other}, and one process speaks with one only: ask {place} from another process.",
    fr="Ce processus parle déjà avec le Spark {other}, et un processus ne parle qu’à un seul\u00a0: interrogez {place} depuis un autre.",
)
CHANGED = Text(
    en="Files of the warehouse {place} were replaced while they were read: ask again.",
    fr="Des fichiers de l’entrepôt {place} ont été remplacés pendant la lecture\u00a0: reposez la question.",
)
LOST = Text(
    en="The Spark {place} stopped while it was asked: try again.",
    fr="Le Spark {place} s’est arrêté pendant la question\u00a0: réessayez.",
)
_RIGHTS = Text(
    en="The warehouse {place} does not let its files or tables be read: {why}. Ask whoever runs it for the right to read them.",
    fr="L’entrepôt {place} ne laisse pas lire ses fichiers ou ses tables\u00a0: {why}. Demandez le droit de lecture à qui l’administre.",
)
# By Spark's own states, the longest first: classes of the SQL standard, in two characters.
_STATES = (
    ("42501", Kind.AUTH, _RIGHTS),
    ("42601", Kind.AUTH, NOT_A_QUERY),
    ("42", Kind.NOT_FOUND, MISSING),
    ("22", Kind.TYPE, VALUES),
    ("53", Kind.LIMIT, BUSY),
)


def refused(address: Address, error: PySparkException) -> KpiError:
    """Say what Spark has against a statement."""
    state, why = error.getSqlState() or "", first_of(error)
    if "AccessControlException" in str(error) or "Permission denied" in str(error):
        return KpiError(Kind.AUTH, _RIGHTS.format(place=address.place, why=why))
    if "FILE_NOT_EXIST" in (error.getCondition() or "") or "FileNotFoundException" in str(error):
        return KpiError(Kind.UPSTREAM, CHANGED.format(place=address.place))
    for start, kind, words in _STATES:
        if state.startswith(start):
            return KpiError(kind, words.format(place=address.place, why=why))
    return KpiError(Kind.UPSTREAM, REFUSES.format(place=address.place, why=why))


def first_of(error: BaseException | str) -> str:
    """Return what an error says first: what follows repeats the statement, and whom it asks for."""
    said = str(error).strip().partition("\n")[0]
    # [ITS_OWN_NAME] Sentence. SQLSTATE: 42P01; line 1 pos 14
    said = said.partition("SQLSTATE:")[0].strip()
    if said.startswith("[") and "]" in said:
        said = said.partition("]")[2].strip()
    # An advice of theirs names settings that are not the reader's to change.
    for advice in (" If necessary set ", " Use `try_", " Verify the spelling"):
        said = said.partition(advice)[0]
    return said.strip().rstrip(".;")[:300]
