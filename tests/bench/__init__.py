"""Speed, shown as ratios to bare Django views measured in the same run; never a timed test."""
