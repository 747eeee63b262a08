"""The demonstrations: one function `..._explorer(...)` each, returning an `Explorer`; one module per notebook."""

from .backpropagation import backpropagation_explorer
from .base import Explorer
from .basis_functions import basis_explorer, coordinate_explorer
from .batch import batch_explorer
from .bug_hunt import bug_hunt_explorer
from .delta_rule import delta_explorer, stability_explorer
from .error_surface import surface_explorer
from .fixed_features import lookup_explorer, proof_explorer, three_ways_explorer
from .hidden_units import hidden_plane_explorer, three_seeds_explorer
from .history import retina_explorer, timeline_explorer
from .limits import board_explorer, counting_explorer
from .loss_functions import boundary_explorer, margin_explorer, outlier_explorer
from .multi_layer_perceptrons import collapse_explorer, edge_explorer
from .naive_differentiation import chain_explorer, derivative_explorer
from .numerical_differentiation import difference_explorer, passes_explorer
from .paths import path_cost_explorer, paths_explorer, total_derivative_explorer
from .perceptron import multiclass_explorer, perceptron_explorer
from .perceptron_learning import convergence_explorer, learning_explorer
from .playground import mlp_explorer
from .race import race_explorer
from .random_forest_attributes import crowd_explorer, lottery_explorer
from .random_forest_ensembles import combination_explorer
from .random_forest_partitions import knob_explorer, partition_explorer
from .random_forests import bootstrap_explorer, split_explorer
from .regularization import contact_explorer, weight_path_explorer
from .saturation import saturation_explorer, softmax_explorer
from .skip_connections import skip_explorer
from .starts import starts_explorer
from .universal import approximation_explorer, bumps_explorer
from .vanishing import vanishing_explorer
from .weight_decay import bias_explorer, decay_explorer, smoothness_explorer

__all__ = [name for name in dir() if name.endswith("xplorer")]
