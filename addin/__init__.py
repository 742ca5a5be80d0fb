"""Every face of the product, and the composition root.

cli/      the `kpi` command
server/   the HTTP interface and the pages it serves
pane/     the one small front end
desk.py   what both the command line and the server's administration can do with a workspace
"""
