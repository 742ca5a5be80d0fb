"""What runs inside LibreOffice, on its own Python: the standard library, the declarations, `uno`.

values      what Calc passes and shows, and our arguments and outcomes
waiting     results that come later, asked for in batches
hurry       what cuts a wait short when somebody refreshes
words       what is said when the server gives no answer
naming      the names that Excel writes in a file, and ours
why         what is wrong with a cell, in words
documents   workbooks named as Excel names them
office, dialogs, component   the functions, the menu and what is loaded: these need UNO
"""
