"""What the menu opens: the settings, and the list of a sheet's errors in words."""

from __future__ import annotations

from typing import Any

from addin.hosts import settings as kept
from addin.hosts.libreoffice.inside.office import Office, explained
from kpi_core.errors import KpiError
from kpi_core.text import Text

_ERRORS = 4  # com.sun.star.sheet.FormulaResult.ERROR
_MOST = 30
_TITLE = "B2B KPI"
_ADDRESS = Text(en="Server's address", fr="Adresse du serveur")
_KEY = Text(en="Key (leave empty to keep)", fr="Clé (laissez vide pour conserver)")
_SAVE = Text(en="Save", fr="Enregistrer")
_CANCEL = Text(en="Cancel", fr="Annuler")
_NONE = Text(
    en="No function of B2B KPI is in error on this sheet.",
    fr="Aucune fonction de B2B KPI n’est en erreur sur cette feuille.",
)
_MORE = Text(en="… and {n} more.", fr="… et {n} de plus.")


def sentences(running: Office, document: Any, sheet: Any) -> list[tuple[str, str]]:
    """Return the cells of *sheet* that B2B KPI leaves in error: where, and why."""
    return [
        (cell.AbsoluteName.rpartition(".")[2].replace("$", ""), explained(running, document, cell))
        for cell in list(sheet.queryFormulaCells(_ERRORS).Cells)
        if "B2B." in cell.Formula.upper()
    ]


def errors(running: Office) -> None:
    """Show what is wrong with the sheet on the screen."""
    document = running.service("com.sun.star.frame.Desktop").getCurrentComponent()
    found = sentences(running, document, document.CurrentController.ActiveSheet)
    lines = [f"{where} — {said}" for where, said in found[:_MOST]] or [_NONE[running.lang]]
    if len(found) > _MOST:
        lines.append(_MORE.format(n=len(found) - _MOST)[running.lang])
    _say(running, "\n".join(lines))


def settings(running: Office) -> None:
    """Ask for the server's address and the key, and keep them."""
    now = running.settings()
    lang = running.lang
    model = running.service("com.sun.star.awt.UnoControlDialogModel")
    model.Title, model.Width, model.Height = _TITLE, 220, 86
    _add(model, "FixedText", "l1", (6, 6, 208, 10), Label=_ADDRESS[lang])
    _add(model, "Edit", "url", (6, 17, 208, 14), Text=now.url)
    _add(model, "FixedText", "l2", (6, 36, 208, 10), Label=_KEY[lang])
    _add(model, "Edit", "key", (6, 47, 208, 14), EchoChar=ord("•"))
    _add(model, "Button", "ok", (110, 68, 50, 14), Label=_SAVE[lang], PushButtonType=1)
    _add(model, "Button", "no", (164, 68, 50, 14), Label=_CANCEL[lang], PushButtonType=2)
    dialog = running.service("com.sun.star.awt.UnoControlDialog")
    dialog.setModel(model)
    dialog.createPeer(running.service("com.sun.star.awt.Toolkit"), None)
    try:
        if dialog.execute():
            url = dialog.getControl("url").Text.strip().rstrip("/")
            key = dialog.getControl("key").Text.strip() or now.key
            new = kept.Settings(url, key, now.patience)
            kept.write(running.settings_file, new.checked())
            running.refresh()
    except KpiError as error:
        _say(running, error.message[lang])
    finally:
        dialog.dispose()


def _add(model: Any, kind: str, name: str, place: tuple[int, int, int, int], **more: Any) -> None:
    control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    control.PositionX, control.PositionY, control.Width, control.Height = place
    for key, value in more.items():
        setattr(control, key, value)
    model.insertByName(name, control)


def _say(running: Office, words: str) -> None:
    frame = running.service("com.sun.star.frame.Desktop").getCurrentFrame()
    toolkit = running.service("com.sun.star.awt.Toolkit")
    # 0: a message that asks nothing; 1: one button.
    toolkit.createMessageBox(frame.getContainerWindow(), 0, 1, _TITLE, words).execute()
