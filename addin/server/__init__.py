"""The HTTP interface, and the pages it serves."""
