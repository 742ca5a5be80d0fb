"""Who stays, how long, and how long they may be expected to: cohorts, survival, renewals."""
