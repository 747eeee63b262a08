"""Lecture 12, "Neural Networks", as code: the modules follow the lecture's table of contents.

`import lecture12` needs NumPy only; the pictures and the controls live in
`lecture12.panels`, `lecture12.live` and `lecture12.explorers`, and are imported on demand.
"""

from lecture12.network import Network, with_bias
from lecture12.objective import Objective

__all__ = ["Network", "Objective", "with_bias"]
