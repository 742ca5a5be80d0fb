"""Drive: what there is, when it last changed, who may open it, and its files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from addin.demo import errors, export
from addin.demo.book import Book
from addin.demo.errors import ApiError, Json
from addin.demo.masks import Mask, parsed, selected

SHEET = "application/vnd.google-apps.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE = re.compile(r"/drive/v3/files/([^/]+)(?:/(.*))?")
_BASIC = parsed("kind,id,name,mimeType")
_BASIC_LIST = parsed("kind,incompleteSearch,files(kind,id,name,mimeType)")
_TERM = re.compile(
    r"(name|mimeType|trashed)\s*(=|!=|contains)\s*(?:'((?:[^'\\]|\\.)*)'|\"([^\"]*)\"|(true|false))"
)


class Shelf(Protocol):
    """Where the spreadsheets are."""

    books: dict[str, Book]
    clock: Callable[[], dt.datetime]
    drive_lag: dt.timedelta

    def new(self, title: str, *, locale: str = ..., timezone: str = ...) -> Book:
        """Make a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One call about a file: who asks, its id, what follows that in the path, the query, the body."""

    shelf: Shelf
    user: str
    id: str
    below: str
    query: Mapping[str, str]
    body: Json

    def file(self, *, writes: bool = False) -> Book:
        """
        Return the file.

        Raises
        ------
        ApiError: 404, it does not exist or the user may not see it, Drive does not say which;
            403, the user may only read it.
        """
        book = self.shelf.books.get(self.id)
        role = book.role(self.user) if book else None
        if book is None or role is None:
            raise errors.drive(404, "notFound", f"File not found: {self.id}.")
        if writes and role == "reader":
            raise _insufficient(self.id)
        return book

    def masked(self, answer: Json, usual: Mask | None = None) -> Json:
        """Return what the mask of the query leaves of *answer*; without one, what is usual."""
        fields = self.query.get("fields")
        found: Json = selected(answer, parsed(fields) if fields else usual or _BASIC)
        return found


class Method(NamedTuple):
    """A method of Drive: its name in the documentation, and what it does."""

    name: str
    run: Callable[[Asked], Json | bytes | None]


def routed(method: str, path: str) -> tuple[Method, str, str] | None:
    """Return the method of a path, the id of the file, and what follows it."""
    if path == "/drive/v3/files":
        found = _METHODS.get((method, "*"))
        return (found, "", "") if found else None
    read = _FILE.fullmatch(path)
    if not read:
        return None
    below = read[2] or ""
    found = _METHODS.get((method, below.partition("/")[0]))
    return (found, read[1], below.partition("/")[2]) if found else None


def _insufficient(id_: str) -> ApiError:
    message = f"The user does not have sufficient permissions for file {id_}."
    return errors.drive(403, "insufficientFilePermissions", message)


def told(shelf: Shelf, book: Book, user: str) -> Json:
    """Return the metadata of a file."""
    role = book.role(user)
    modified, version = book.modified, book.version
    if shelf.drive_lag:
        modified, version = book.as_of(shelf.clock() - shelf.drive_lag)
    edits = role in {"owner", "writer"}
    return {
        "kind": "drive#file",
        "id": book.id,
        "name": book.properties["title"],
        "mimeType": SHEET,
        "createdTime": _time(book.created),
        "modifiedTime": _time(modified),
        "version": str(version),
        "trashed": book.trashed,
        "ownedByMe": role == "owner",
        "owners": [{"kind": "drive#user", "displayName": book.owner, "emailAddress": book.owner}],
        "capabilities": {"canEdit": edits, "canDownload": True, "canShare": edits},
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
    }


def _time(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def _get(asked: Asked) -> Json:
    return asked.masked(told(asked.shelf, asked.file(), asked.user))


def _list(asked: Asked) -> Json:
    """Return those that the user may see, the last changed first."""
    books = asked.shelf.books.values()
    found = [told(asked.shelf, b, asked.user) for b in books if b.role(asked.user) is not None]
    for name, sign, single, double, truth in _TERM.findall(asked.query.get("q", "")):
        wanted = (single or double).replace("\\'", "'") if not truth else truth == "true"
        found = [f for f in found if _meets(f[name], sign, wanted)]
    found.sort(key=lambda f: f["modifiedTime"], reverse=True)
    answer = {"kind": "drive#fileList", "incompleteSearch": False, "files": found}
    return asked.masked(answer, _BASIC_LIST)


def _meets(held: Any, sign: str, wanted: Any) -> bool:
    if sign == "contains":
        return str(wanted).lower() in str(held).lower()
    return bool(held == wanted) == (sign == "=")


def _create(asked: Asked) -> Json:
    book = asked.shelf.new(asked.body.get("name") or "Untitled")
    book.owner = asked.user
    return asked.masked(told(asked.shelf, book, asked.user))


def _update(asked: Asked) -> Json:
    book = asked.file(writes=True)
    with book.change(asked.user):
        if asked.body.get("name"):
            book.properties = {**book.properties, "title": asked.body["name"]}
    book.trashed = bool(asked.body.get("trashed", book.trashed))
    return asked.masked(told(asked.shelf, book, asked.user))


def _copy(asked: Asked) -> Json:
    source = asked.file()
    title = asked.body.get("name") or f"Copy of {source.properties['title']}"
    book = asked.shelf.new(title)
    book.owner = asked.user
    book.properties = {**source.properties, "title": title}
    book.grids = [grid.twin(grid.properties) for grid in source.grids]
    for grid, old in zip(book.grids, source.grids, strict=True):
        grid.objects = dict(old.objects)
    book.named, book.metadata = source.named, source.metadata
    return asked.masked(told(asked.shelf, book, asked.user))


def _delete(asked: Asked) -> None:
    if asked.file().role(asked.user) != "owner":
        raise _insufficient(asked.id)
    del asked.shelf.books[asked.id]


def _permissions(asked: Asked) -> Json:
    book = asked.file()
    held = [_permission(book.owner, "owner")]
    held += [_permission(who, role) for who, role in book.roles.items() if role]
    if book.anyone:
        held.append(_anyone(book.anyone))
    return {"kind": "drive#permissionList", "permissions": held}


def _permission(who: str, role: str) -> Json:
    told = {"kind": "drive#permission", "id": who, "type": "user", "role": role}
    return {**told, "emailAddress": who}


def _anyone(role: str) -> Json:
    return {"kind": "drive#permission", "id": "anyoneWithLink", "type": "anyone", "role": role}


def _permit(asked: Asked) -> Json:
    book = asked.file(writes=True)
    role = asked.body.get("role") or "reader"
    book.touched()
    if asked.body.get("type") == "anyone":
        book.anyone = role
        return _anyone(role)
    book.roles[asked.body.get("emailAddress", "")] = role
    return _permission(asked.body.get("emailAddress", ""), role)


def _forbid(asked: Asked) -> None:
    book = asked.file(writes=True)
    book.touched()
    if asked.below == "anyoneWithLink":
        book.anyone = None
    else:
        book.roles[asked.below] = None


def _comments(asked: Asked) -> Json:
    asked.file()
    return {"kind": "drive#commentList", "comments": []}


def _export(asked: Asked) -> bytes:
    book = asked.file()
    make = EXPORTS.get(asked.query.get("mimeType", ""))
    if make is None:  # Google makes no such file of a spreadsheet, or we do not
        raise errors.drive(400, "badRequest", "The requested conversion is not supported.")
    return make(book)


EXPORTS: Mapping[str, Callable[[Book], bytes]] = {XLSX: export.workbook}

# By the verb and what follows the file in the path; `*` is the list itself.
_METHODS: Mapping[tuple[str, str], Method] = {
    ("GET", "*"): Method("files.list", _list),
    ("POST", "*"): Method("files.create", _create),
    ("GET", ""): Method("files.get", _get),
    ("PATCH", ""): Method("files.update", _update),
    ("DELETE", ""): Method("files.delete", _delete),
    ("POST", "copy"): Method("files.copy", _copy),
    ("GET", "export"): Method("files.export", _export),
    ("GET", "comments"): Method("comments.list", _comments),
    ("GET", "permissions"): Method("permissions.list", _permissions),
    ("POST", "permissions"): Method("permissions.create", _permit),
    ("DELETE", "permissions"): Method("permissions.delete", _forbid),
}
