"""Studies in words: what comes next, cohorts, paths, where deals are held up."""
