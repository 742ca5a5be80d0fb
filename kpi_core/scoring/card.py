"""The points card: what a lead is given points for, and from how many points it is an MQL or an SQL.

A rule is about what a lead did (`action`), what its job is (`role`), a member that it belongs to
(`dimension`), or how lately it came (`new`). A word ends with * where it stands for all that begin
so. A touch and a job take the first rule that matches them, so that neither is counted twice.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kpi_core.scoring.checking import checked

Word = Annotated[str, Field(min_length=1, max_length=200)]


class Rule(BaseModel):
    """
    Points for one thing; exactly one of action, role, dimension and new says which.

    points: for each touch that matches, less as it ages: half of it after half_life days, never
    beyond `most` in all; for a lead that came today, less as it ages; once where it does not age.
    at_least: how many touches there must be before any counts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Word | None = None
    action: tuple[Word, ...] = ()
    role: tuple[Word, ...] = ()
    dimension: Word | None = None
    members: tuple[Word, ...] = ()
    new: bool = False
    points: float
    half_life: int | None = None
    most: float | None = None
    at_least: int = 1

    @property
    def kind(self) -> Literal["action", "role", "dimension", "new"]:
        """Return what the rule is about."""
        if self.action:
            return "action"
        if self.role:
            return "role"
        return "dimension" if self.dimension else "new"

    @property
    def full(self) -> float | None:
        """Return how many touches of today the rule counts at most; None for any number."""
        return None if self.most is None or not self.points else abs(self.most / self.points)


class Card(BaseModel):
    """
    Rules, and the points from which a lead is an MQL or an SQL.

    open_days: a lead that nothing happened to for longer is asleep: neither listed nor learnt from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: tuple[Rule, ...]
    mql: float
    sql: float
    open_days: int = 180

    @model_validator(mode="before")
    @classmethod
    def whole(cls, said: Any) -> Any:
        """Refuse a card with all that is wrong in it, in a person's words."""
        if isinstance(said, Card):
            return said
        if isinstance(said, dict) and isinstance(rules := said.get("rules"), list | tuple):
            said = said | {"rules": [r.model_dump() if isinstance(r, Rule) else r for r in rules]}
        return checked(said)
