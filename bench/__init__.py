"""Runnable comparisons, one a claim; each prints its figures as ratios of one run."""
