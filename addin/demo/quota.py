"""How many reads and writes Google grants a minute, to a project and to each of its users."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from addin.demo.errors import ApiError

Kind = Literal["Read", "Write"]
_MINUTE = 60


@dataclass(slots=True)
class Quota:
    """
    Requests a minute of the clock, reads and writes apart.

    clock: seconds; it is asked at each call, so that no test has to wait.
    """

    clock: Callable[[], float]
    on: bool = False
    per_user: int = 60
    per_project: int = 300
    _minute: int = -1
    _used: dict[tuple[Kind, str], int] = field(default_factory=dict)

    def spend(self, kind: Kind, user: str) -> None:
        """
        Count one call.

        Raises
        ------
        ApiError: 429, the user's or the project's share of this minute is used up.
        """
        if not self.on:
            return
        minute = int(self.clock() // _MINUTE)
        if minute != self._minute:
            self._minute = minute
            self._used.clear()
        for scope, who, limit in (
            ("PerMinutePerProject", "", self.per_project),
            ("PerMinutePerUser", user, self.per_user),
        ):
            used = self._used[kind, who] = self._used.get((kind, who), 0) + 1
            if used > limit:
                raise _exceeded(kind, scope, limit)


def _exceeded(kind: Kind, scope: str, limit: int) -> ApiError:
    per_user = " per user" if scope.endswith("User") else ""
    message = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute{per_user}' "
        "of service 'sheets.googleapis.com' for consumer 'project_number:1'."
    )
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": "sheets.googleapis.com",
            "quota_limit": f"{kind}Requests{scope}",
            "quota_limit_value": str(limit),
            "quota_metric": f"sheets.googleapis.com/{kind.lower()}_requests",
            "quota_location": "global",
            "consumer": "projects/1",
        },
    }
    return ApiError(429, message, info)
