"""The spreadsheets: what each of them is given, generated from one list of functions.

    signatures      every function a cell can call, with its arguments in words: what hosts read
    capabilities    what a spreadsheet can do, declared by each host in one form
    support         the page that compares them
    asking, settings
                    one request to a server, and where it is: for hosts that run Python themselves
    office, google, libreoffice, windows, workbook
                    one folder a host: its generator, and the code of ours that runs inside it

No host knows a KPI: names, words, units and formulas come from the declarations.
"""
