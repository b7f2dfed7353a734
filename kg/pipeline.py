"""Composes the stages, serially or over processes."""
