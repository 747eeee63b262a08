"""The demonstrations: one function `..._explorer(...)` each, returning an `Explorer`; one module per notebook."""

from .base import Explorer
from .loss_functions import boundary_explorer, margin_explorer, outlier_explorer
from .naive_differentiation import chain_explorer, derivative_explorer
from .paths import path_cost_explorer, paths_explorer, total_derivative_explorer
from .playground import mlp_explorer
from .saturation import saturation_explorer, softmax_explorer

__all__ = [name for name in dir() if name.endswith("xplorer")]
