"""Excel workbooks on a disk, synced folders included: read as imports are, answered beside."""
