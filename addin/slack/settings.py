"""Who may ask and with which credentials, all from the environment: nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

BOT, APP, SECRET = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"
CHANNELS, USERS = "KPI_SLACK_CHANNELS", "KPI_SLACK_USERS"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What Slack gave the app. Never printed: not even by mistake, in the text of an object."""

    bot: str = field(repr=False)
    app: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str], *, http: bool) -> Credentials:
        """
        Return the credentials of *environment*.

        Raises
        ------
        KpiError
            AUTH, naming the variables that are missing.
        """
        found = {name: environment.get(name, "").strip() for name in (BOT, APP, SECRET)}
        needed = (BOT, SECRET) if http else (BOT, APP)
        if missing := [name for name in needed if not found[name]]:
            raise KpiError(Kind.AUTH, _MISSING.format(names=", ".join(missing)))
        return cls(found[BOT], found[APP] or None, found[SECRET] or None)


@dataclass(frozen=True, slots=True)
class Allowed:
    """
    Who is answered: nobody until somebody is named.

    A channel lets in all who read it, since they all see the answer; in a direct message the
    person is asked for.
    """

    channels: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Allowed:
        """Return who is named in *environment*, by the identifiers that Slack shows."""
        return cls(_listed(environment, CHANNELS), _listed(environment, USERS))

    def __bool__(self) -> bool:
        return bool(self.channels or self.users)

    def lets_in(self, channel: str, user: str, *, direct: bool) -> bool:
        """Tell whether *user* is answered in *channel*."""
        return user in self.users if direct else channel in self.channels


def _listed(environment: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(part.strip() for part in environment.get(name, "").split(",") if part.strip())


_MISSING = Text(
    en="Not set in the environment: {names}. docs/slack.md says where Slack shows them.",
    fr="Absent de l’environnement : {names}. docs/fr/slack.md dit où Slack les montre.",
)
NOBODY = Text(
    en="Nobody is answered yet: name channels in KPI_SLACK_CHANNELS and people in KPI_SLACK_USERS.",
    fr="Personne n’obtient encore de réponse : nommez des canaux dans KPI_SLACK_CHANNELS et des personnes dans KPI_SLACK_USERS.",
)
