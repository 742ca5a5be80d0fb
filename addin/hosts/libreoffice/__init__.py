"""LibreOffice Calc: an extension that holds our own code, and descriptions in both languages.

package         the .oxt, byte for byte the same for the same declarations
descriptions    what the office reads of it: the interface, words, menu, events
capabilities    what Calc can do, and what it shows otherwise than the others
inside/         the code that runs in the office
"""
