"""Speed as ratios: ours over the hand-written alternative, side by side in one run."""
