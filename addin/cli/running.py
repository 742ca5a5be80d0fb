"""Commands that run or write the product's own parts: serve, demo, publish."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from addin.cli.root import AsJson, command, t
from addin.cli.session import Session
from kpi_core.text import Lang, Text, counted

PORT = t("Port; 0 for any that is free.", "Port\u202f; 0 pour n’importe lequel de libre.")


@command(
    help=t(
        "Serve the cells, the queries and the page.",
        "Servir les cellules, les requêtes et la page.",
    )
)
def serve(
    context: typer.Context,
    host: Annotated[
        str,
        typer.Option(
            help=t(
                "Other than 127.0.0.1, a key is required (kpi keys create).",
                "Hors 127.0.0.1, une clé est exigée (kpi keys create).",
            )
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=PORT, min=0, max=65535)] = 8765,
    certificate: Annotated[
        Path | None,
        typer.Option(
            help=t(
                "Serve over https, with the certificate in this folder (kpi certificate).",
                "Servir en https, avec le certificat de ce dossier (kpi certificate).",
            )
        ),
    ] = None,
    replica: Annotated[
        bool,
        typer.Option(
            "--replica",
            help=t(
                "One of several servers: answer as the workspace shared at KPI_SHARED decides (kpi shared).",
                "Un serveur parmi plusieurs\u00a0: répondre comme le décide l’espace partagé à KPI_SHARED (kpi shared).",
            ),
        ),
    ] = False,
    drain: Annotated[
        int,
        typer.Option(
            min=0,
            max=300,
            help=t(
                "With --replica: seconds during which /ready refuses and requests are still answered, once told to stop.",
                "Avec --replica\u00a0: secondes pendant lesquelles /ready refuse et les requêtes sont encore servies, une fois l’arrêt demandé.",
            ),
        ),
    ] = 0,
) -> None:
    """Serve the workspace until stopped."""
    session: Session = context.obj
    if replica:
        from addin.replica import serve as run_one

        run_one(
            host=host,
            port=port,
            today=session.today,
            ready=lambda address: _announce(address, session.lang),
            certificate=certificate,
            drain=drain,
        )
        return
    from addin.serve import serve as run

    run(
        session.folder,
        host=host,
        port=port,
        today=session.today,
        ready=lambda address: _announce(address, session.lang),
        certificate=certificate,
    )


def _announce(address: str, lang: Lang) -> None:
    from addin.cli import render

    render.say(
        Text(
            en="Serving at {address} (Ctrl+C to stop).",
            fr="En service : {address} (Ctrl+C pour arrêter).",
        ).format(address=address),
        lang,
    )
    sys.stdout.flush()


@command(
    help=t(
        "Load two years of an invented firm, then serve them.",
        "Charger deux ans d’une entreprise inventée, puis les servir.",
    )
)
def demo(
    context: typer.Context,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help=t("Load only.", "Charger seulement."))
    ] = False,
    port: Annotated[int, typer.Option(help=PORT, min=0, max=65535)] = 8765,
    json: AsJson = False,
) -> None:
    """Load the demo workspace and say what to try."""
    from addin.cli import render
    from addin.cli.demo import load_demo, what_to_try
    from addin.cli.demo_sheet import kept_sheet, told
    from addin.serve import serve as run

    session: Session = context.obj
    loaded = load_demo(session)
    if no_serve:
        if json:
            render.as_json(loaded)
        else:
            sys.stdout.write(what_to_try(session, loaded))
        return
    with kept_sheet(session) as sheet:
        if json:
            render.as_json(loaded | {"sheet": sheet})
        else:
            sys.stdout.write(what_to_try(session, loaded) + told(sheet, session.lang))
        sys.stdout.flush()
        run(
            session.folder,
            host="127.0.0.1",
            port=port,
            today=session.today,
            ready=lambda address: _open(address, session.lang),
        )


def _open(address: str, lang: Lang) -> None:
    """Say where the page is and, where somebody sits in front of a screen, show it."""
    import os
    import threading
    import webbrowser

    _announce(address, lang)
    if sys.stdout.isatty() and not os.environ.get("CI"):
        # Once the server answers: it starts when this returns.
        threading.Timer(1.5, webbrowser.open_new_tab, [f"{address}/?lang={lang.value}"]).start()


@command(
    help=t(
        "Write what is generated from the declarations.",
        "Écrire ce qui est produit à partir des déclarations.",
    )
)
def publish(
    context: typer.Context,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help=t("Only say what is stale.", "Dire seulement ce qui est périmé.")
        ),
    ] = False,
    url: Annotated[
        str | None,
        typer.Option(
            help=t(
                "Write what spreadsheets install, for your server: https://kpi.example.org.",
                "Écrire ce que les tableurs installent, pour votre serveur\u202f: https://kpi.example.org.",
            )
        ),
    ] = None,
    to: Annotated[
        Path,
        typer.Option(
            help=t("The folder to write that in.", "Le dossier où l’écrire."),
        ),
    ] = Path("kpi-manifests"),
    json: AsJson = False,
) -> None:
    """Write or check the generated files, of a checkout or for a server's own address."""
    from addin import publish as generated
    from addin.cli import render

    session: Session = context.obj
    if url is not None:
        paths = generated.write_for(url, to)
    else:
        paths = generated.stale() if check else generated.write()
    if json:
        render.as_json([str(path) for path in paths])
    elif check and paths:
        render.complain(
            Text(
                en="Not what the declarations say: {paths}. Run `kpi publish`.",
                fr="Différents de ce que disent les déclarations : {paths}. Lancez `kpi publish`.",
            ).format(paths=", ".join(map(str, paths))),
            session.lang,
        )
    elif check:
        render.say(
            Text(
                en="Every generated file is what the declarations say.",
                fr="Chaque fichier produit est conforme aux déclarations.",
            ),
            session.lang,
        )
    else:
        render.say(
            counted(
                len(paths),
                Text(en="{n} file written.", fr="{n} fichier écrit."),
                Text(en="{n} files written.", fr="{n} fichiers écrits."),
            ),
            session.lang,
        )
    if check and paths:
        raise typer.Exit(2)


@command(
    "certificate",
    help=t(
        "Make a certificate, to serve this machine's Excel over https.",
        "Créer un certificat, pour servir en https l’Excel de cette machine.",
    ),
)
def make_certificate(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(help=t("The folder to write it in.", "Le dossier où l’écrire.")),
    ] = Path("kpi-certificate"),
    json: AsJson = False,
) -> None:
    """Write an authority, a certificate and its key, and say how to trust them."""
    import datetime as dt

    from addin.certificate import TRUST, make
    from addin.cli import render

    session: Session = context.obj
    made = make(folder.absolute(), dt.datetime.now(dt.UTC))
    parts = {"authority": made.authority, "chain": made.chain, "key": made.key, "end": made.end}
    if json:
        render.as_json({name: str(part) for name, part in parts.items()})
    else:
        render.say(TRUST.format(**parts), session.lang)
