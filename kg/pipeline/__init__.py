"""Composes the stages, serially, over processes or over Spark."""

from kg.pipeline.building import Plan, build
from kg.pipeline.converting import convert
from kg.pipeline.progress import Progress, Silent

__all__ = ["Plan", "Progress", "Silent", "build", "convert"]
