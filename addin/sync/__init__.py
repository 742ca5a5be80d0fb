"""The sheet that keeps itself: read on a schedule, counted by the core, written back once.

leases, runs, schedule      who works when, and what became of it
engine                      one run: look, read, settle, count, write, read back
google, excel               the two kinds of spreadsheet
dashboard                   what is written
"""
