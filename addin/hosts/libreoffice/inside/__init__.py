"""What runs inside LibreOffice, on its own Python: the standard library, the declarations, `uno`.

values      what Calc passes and shows, and our arguments and outcomes
waiting     results that come later, asked for in batches
asking      one request to the server, tried again when that can help
settings    where the server is, and the key it asks for
naming      the names that Excel writes in a file, and ours
why         what is wrong with a cell, in words
documents   workbooks named as Excel names them
office, dialogs, component   the functions, the menu and what is loaded: these need UNO
"""
