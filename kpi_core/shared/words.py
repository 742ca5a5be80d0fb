"""What is said when the database that servers share does not answer, or is not theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.warehouse.address import Address

if TYPE_CHECKING:
    import psycopg


def unreachable(address: Address, error: psycopg.Error) -> KpiError:
    """Say why nobody gets in: the database is not there, or refuses who asks."""
    said = str(error).lower()
    for signs, kind, words in _CONNECTING:
        if any(sign in said for sign in signs):
            return KpiError(kind, words.format(place=address.place, user=address.user or "?"))
    return away(address)


def refused(address: Address, error: psycopg.Error) -> KpiError:
    """Say what the database has against a statement of ours."""
    state = error.sqlstate or ""
    if state == "42501":
        user = address.user or "?"
        return KpiError(Kind.AUTH, _RIGHTS.format(place=address.place, user=user))
    if state in {"42P01", "3F000"}:
        return KpiError(Kind.NOT_FOUND, NOTHING.format(place=address.place))
    if state.startswith("42"):
        return KpiError(Kind.NOT_FOUND, _STRANGE.format(place=address.place))
    return away(address)


def away(address: Address) -> KpiError:
    """Say that the database does not answer now."""
    return KpiError(Kind.UPSTREAM, _AWAY.format(place=address.place))


_AWAY = Text(
    en="The database that the servers share ({place}) does not answer: they answer nothing until it does, and then go on by themselves.",
    fr="La base que les serveurs partagent ({place}) ne répond pas\u00a0: ils ne répondent à rien tant qu’elle se tait, puis reprennent d’eux-mêmes.",
)
_LOGIN = Text(
    en="The database that the servers share ({place}) refuses the user {user}: check the name, and the password in KPI_SHARED_PASSWORD or given with `kpi shared password`.",
    fr="La base que les serveurs partagent ({place}) refuse l’utilisateur {user}\u00a0: vérifiez le nom, et le mot de passe dans KPI_SHARED_PASSWORD ou donné par `kpi shared password`.",
)
_DATABASE = Text(
    en="The server has no database of that name ({place}): check the end of the address.",
    fr="Le serveur n’a pas de base de ce nom ({place})\u00a0: vérifiez la fin de l’adresse.",
)
_TLS = Text(
    en="The server of {place} offers no encryption, or none that can be trusted: give sslrootcert, or add ?sslmode=disable to the address on a network of your own.",
    fr="Le serveur de {place} ne propose pas de chiffrement, ou aucun auquel se fier\u00a0: donnez sslrootcert, ou ajoutez ?sslmode=disable à l’adresse sur un réseau à vous.",
)
# A server that starts or stops says "the database system is …": it is away, and has its databases.
_CONNECTING = (
    (("starting up", "shutting down", "recovery"), Kind.UPSTREAM, _AWAY),
    (("ssl", "certificate"), Kind.AUTH, _TLS),
    (("password", "pg_hba", "role ", "authentication"), Kind.AUTH, _LOGIN),
    (('database "',), Kind.NOT_FOUND, _DATABASE),
)  # fmt: skip
_RIGHTS = Text(
    en="In {place}, the user {user} may not do what its part needs: the workspace's owner types `kpi shared init --for {user}`, as a user who may create a schema.",
    fr="Dans {place}, l’utilisateur {user} n’a pas les droits de son rôle\u00a0: le propriétaire de l’espace tape `kpi shared init --for {user}`, avec un utilisateur qui peut créer un schéma.",
)
NOTHING = Text(
    en="Nothing is shared in {place} yet: the workspace's owner types `kpi shared init` there first.",
    fr="Rien n’est encore partagé dans {place}\u00a0: le propriétaire de l’espace de travail y tape d’abord `kpi shared init`.",
)
_STRANGE = Text(
    en="The schema kpi of {place} was not made by `kpi shared init`: use another database.",
    fr="Le schéma kpi de {place} n’a pas été créé par `kpi shared init`\u00a0: prenez une autre base.",
)
DAMAGED = Text(
    en="{path} is damaged: delete it, then type `kpi shared init --take` with the address that was shared at.",
    fr="{path} est abîmé\u00a0: supprimez-le, puis tapez `kpi shared init --take` avec l’adresse du partage.",
)
UNWRITTEN = Text(
    en="{path} cannot be written: check the disk and the rights of its folder.",
    fr="{path} ne peut pas être écrit\u00a0: vérifiez le disque et les droits de son dossier.",
)
PASSWORD = Text(
    en="An address holds no password: it is read by whoever reads the settings. Take it out, and set KPI_SHARED_PASSWORD or type `kpi shared password`.",
    fr="Une adresse ne contient pas de mot de passe\u00a0: qui lit les réglages le lirait. Retirez-le, puis définissez KPI_SHARED_PASSWORD ou tapez `kpi shared password`.",
)
NOT_POSTGRES = Text(
    en="Servers share a PostgreSQL: write its address, such as postgres://kpi@db.example.org/analytics.",
    fr="Les serveurs partagent un PostgreSQL\u00a0: écrivez son adresse, par exemple postgres://kpi@bdd.exemple.fr/analyse.",
)
NO_DRIVER = Text(
    en="The driver for PostgreSQL is not installed: pip install 'b2b-kpi[postgres]'.",
    fr="Le pilote de PostgreSQL n’est pas installé\u00a0: pip install 'b2b-kpi[postgres]'.",
)
OLDER = Text(
    en="What is shared in {place} was written by a newer release: update this one.",
    fr="Ce qui est partagé dans {place} vient d’une version plus récente\u00a0: mettez celle-ci à jour.",
)
NEWER = Text(
    en="What is shared in {place} is of an older release: its owner types `kpi shared init` once more.",
    fr="Ce qui est partagé dans {place} vient d’une version plus ancienne\u00a0: son propriétaire retape `kpi shared init`.",
)
IN_THE_FILE = Text(
    en="Several servers answer from a warehouse, and the data of this workspace is in its own file, which one process owns: point it at a warehouse first (kpi settings warehouse=postgres://…, docs/warehouse.md).",
    fr="Plusieurs serveurs répondent depuis un entrepôt, et les données de cet espace sont dans son propre fichier, qu’un seul processus tient\u00a0: reliez-le d’abord à un entrepôt (kpi settings warehouse=postgres://…, docs/warehouse.md).",
)
ANOTHER = Text(
    en="Another workspace decides for the servers of {place}: that of {owner}, on {when}. One owner is enough: stop that one and type `kpi shared init --take`, or use another database.",
    fr="Un autre espace de travail décide pour les serveurs de {place}\u00a0: celui de {owner}, le {when}. Un seul propriétaire suffit\u00a0: arrêtez l’autre puis tapez `kpi shared init --take`, ou prenez une autre base.",
)
NOT_TOLD = Text(
    en="This is kept here, and the other servers do not know of it yet: {why} It is told to them by the next command, or by `kpi serve` as soon as it can.",
    fr="C’est enregistré ici, et les autres serveurs ne le savent pas encore\u00a0: {why} La prochaine commande le leur dira, ou `kpi serve` dès que possible.",
)
ELSEWHERE = Text(
    en="This is one of several servers of a workspace, which is administered by its owner: type the command where the workspace is.",
    fr="Ce serveur est l’un de ceux d’un espace de travail, que son propriétaire administre\u00a0: tapez la commande là où est l’espace.",
)
