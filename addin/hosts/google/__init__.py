"""Google Sheets: a script of its own, its menu and its sidebar."""
