"""What Google answers when it does not do what was asked, in the words of whoever owns the sheet."""

from __future__ import annotations

from gspread.exceptions import APIError
from requests import Timeout, codes

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text


class GoneError(KpiError):
    """A tab that was looked up a moment ago is not there under that name any more."""


def refused(error: APIError, shared_with: str | None = None) -> KpiError:
    """
    Return what a 4xx means, and what to do. Nothing of the answer's own text is repeated.

    shared_with: the account's own address, which a sheet must be shared with.
    """
    status = error.response.status_code
    if status == codes.bad_request:
        return _bad(str(error.error.get("message", "")))
    told = _forbidden(error) if status == codes.forbidden else _REFUSED.get(status)
    whom = _THIS_ACCOUNT if shared_with is None else Text(en=shared_with, fr=shared_with)
    kind = Kind.AUTH if status in {codes.unauthorized, codes.forbidden} else Kind.UPSTREAM
    if status == codes.not_found:
        kind = Kind.NOT_FOUND
    return KpiError(kind, (told or _OTHER).format(status=str(status), whom=whom))


def _bad(message: str) -> KpiError:
    """Tell what a 400 is about: Google says it in the message alone."""
    if "parse range" in message:
        return GoneError(Kind.NOT_FOUND, _RENAMED)
    if "protected" in message:
        return KpiError(Kind.AUTH, _PROTECTED)
    if "number of cells" in message:
        return KpiError(Kind.LIMIT, _CELLS)
    return KpiError(Kind.UPSTREAM, _OTHER.format(status="400"))


def _forbidden(error: APIError) -> Text:
    reasons = {e.get("reason") for e in error.error.get("errors") or [] if isinstance(e, dict)}
    reasons |= {d.get("reason") for d in error.error.get("details") or [] if isinstance(d, dict)}
    if reasons & {"accessNotConfigured", "SERVICE_DISABLED"}:
        return _DISABLED
    return _FULL if "storageQuotaExceeded" in reasons else _FORBIDDEN


def unavailable(status: int) -> KpiError:
    """Say that Google could not answer, after everything was tried."""
    if status in {codes.too_many_requests, codes.forbidden}:
        return too_many()
    return KpiError(Kind.UPSTREAM, _DOWN.format(status=str(status)))


def unreachable(error: Exception) -> KpiError:
    """Say that no whole answer came."""
    return KpiError(Kind.UPSTREAM, _SLOW if isinstance(error, Timeout) else _CUT)


def unsigned() -> KpiError:
    """Say that the account cannot prove who it is any more."""
    return KpiError(Kind.AUTH, _REFUSED[codes.unauthorized])


def too_many() -> KpiError:
    """Say that the quota of calls is used up."""
    return KpiError(Kind.LIMIT, _TOO_MANY)


_RENAMED = Text(
    en="A tab was renamed or deleted while the sheet was read: the next run finds it.",
    fr="Un onglet a été renommé ou supprimé pendant la lecture\u00a0: la prochaine exécution le retrouvera.",
)
_FORBIDDEN = Text(
    en="Google does not let this account open the sheet or write in it: share it with {whom} as an editor.",
    fr="Google ne laisse pas ce compte ouvrir la feuille ou y écrire\u00a0: partagez-la avec {whom} comme éditeur.",
)
_THIS_ACCOUNT = Text(en="the person who consented", fr="la personne qui a donné son accord")
_PROTECTED = Text(
    en="Somebody protected one of our own tabs against us: nothing was written. Take the protection away (Data, Protect sheets and ranges), or add the account to its editors.",
    fr="Quelqu’un a protégé l’un de nos onglets contre nous\u00a0: rien n’a été écrit. Retirez la protection (Données, Protéger des feuilles et des plages), ou ajoutez-y le compte parmi les éditeurs.",
)
_CELLS = Text(
    en="The sheet is at Google’s limit of 10 million cells: nothing was written. Delete empty rows, columns or tabs that are not needed.",
    fr="La feuille atteint la limite de Google, 10 millions de cellules\u00a0: rien n’a été écrit. Supprimez des lignes et colonnes vides, ou des onglets inutiles.",
)
_DISABLED = Text(
    en="The Google Sheets or Drive API is not enabled in the account’s project: enable both in the Google Cloud console, then run again.",
    fr="L’API Google Sheets ou Drive n’est pas activée dans le projet du compte\u00a0: activez les deux dans la console Google Cloud, puis relancez.",
)
_FULL = Text(
    en="The Google Drive of the sheet’s owner is full: nothing was written. Free some space there.",
    fr="Le Google Drive du propriétaire de la feuille est plein\u00a0: rien n’a été écrit. Libérez-y de l’espace.",
)
_REFUSED = {
    codes.unauthorized: Text(
        en="Google does not accept the account’s credentials any more: connect the sheet again with `kpi sync connect`.",
        fr="Google n’accepte plus les identifiants du compte\u00a0: reconnectez la feuille avec `kpi sync connect`.",
    ),
    codes.not_found: Text(
        en="The sheet is not there, or is not shared with this account: check the link, and share it with {whom} as an editor.",
        fr="La feuille n’existe pas, ou n’est pas partagée avec ce compte\u00a0: vérifiez le lien, et partagez-la avec {whom} comme éditeur.",
    ),
    codes.request_entity_too_large: Text(
        en="What was to be written is more than Google takes at once: shorten the lists of the dashboard.",
        fr="Ce qui devait être écrit dépasse ce que Google accepte en une fois\u00a0: raccourcissez les listes du tableau de bord.",
    ),
}
_OTHER = Text(
    en="Google refused the request ({status}): nothing was written. Try again, and report it if it stays.",
    fr="Google a refusé la demande ({status})\u00a0: rien n’a été écrit. Réessayez, et signalez-le si cela persiste.",
)
_DOWN = Text(
    en="Google does not answer for the moment ({status}): the data read before stay, and the next run tries again.",
    fr="Google ne répond pas pour le moment ({status})\u00a0: les données déjà lues restent, et la prochaine exécution réessaiera.",
)
_SLOW = Text(
    en="Google took too long to answer: the data read before stay, and the next run tries again.",
    fr="Google a mis trop de temps à répondre\u00a0: les données déjà lues restent, et la prochaine exécution réessaiera.",
)
_CUT = Text(
    en="The connection to Google broke: the data read before stay, and the next run tries again.",
    fr="La connexion à Google s’est interrompue\u00a0: les données déjà lues restent, et la prochaine exécution réessaiera.",
)
_TOO_MANY = Text(
    en="Google’s limit of calls a minute is reached: the next run tries again. Sync less often, or fewer sheets with this account.",
    fr="La limite d’appels par minute de Google est atteinte\u00a0: la prochaine exécution réessaiera. Synchronisez moins souvent, ou moins de feuilles avec ce compte.",
)
