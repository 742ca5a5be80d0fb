"""Excel for Windows through xlwings: one generated module a language, of functions with signatures.

Only the open part of xlwings is used (`func`, `arg`); `server` is apart, behind its licence.
"""
