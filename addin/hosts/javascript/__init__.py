"""The functions as JavaScript, for the hosts that compute in JavaScript with no network.

`core()` is a script that defines one global, `B2B_CORE`, and needs nothing of its host:

    compute(fn, args, lang, locale)   one cell: {v: number} or {e: kind, code, message}
    trimmed(range)                    a range without the blank rows and columns at its end
    spread(args)                      {down, across, calls}: a data function given ranges
    parseNumber, exactSum             what `compute` reads and adds numbers with
    fill(sentence, values)            a sentence of `declared.messages`, filled
    declared                          words, units and limits (see `declared.py`)

`args` are cells (null, boolean, number, text or {error: "#N/A"}) and ranges, rows of cells. The
Python functions, `addin.computing`, give the same number to the last bit and the same words.
"""

from addin.hosts.javascript.core import core

__all__ = ["core"]
