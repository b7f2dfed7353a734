"""Stage 6: SHACL, by two engines that agree."""
