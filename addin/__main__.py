"""`python -m addin` is `kpi`."""

from addin.cli import main

main()
