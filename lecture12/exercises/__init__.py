"""Questions to predict and checks for the students' own code: one module per notebook."""

from .base import show

__all__ = ["show"]
