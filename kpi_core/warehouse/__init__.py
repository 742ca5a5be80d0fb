"""From measures to SQL, whatever engine runs it. Imported when data is first asked for."""
