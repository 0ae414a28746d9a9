"""Muon for the weight matrices and AdamW for the rest.

Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/) replaces the momentum of a matrix by the nearest
orthogonal matrix, found with a few Newton-Schulz steps; on a small Transformer it needs about half of AdamW's steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
STEPS = 5


def orthogonalise(matrices: Tensor) -> Tensor:
    """Brings the singular values of (count, rows, columns) matrices near one; rows must not exceed columns."""
    first, second, third = NEWTON_SCHULZ
    sizes: Tensor = matrices.norm(dim=(1, 2), keepdim=True)
    current = (matrices / (sizes + 1e-7)).bfloat16()
    for _ in range(STEPS):
        square = current @ current.transpose(1, 2)
        mix = torch.baddbmm(square, square, square, beta=second, alpha=third)
        current = torch.baddbmm(current, mix, current, beta=first)
    return current


class Muon(torch.optim.Optimizer):
    """Muon with Nesterov momentum; matrices of equal size are orthogonalised together.

    A parameter twice as high as wide (keys above values) is treated as two matrices.
    """

    def __init__(self, parameters: Iterable[Tensor], *, lr: float, momentum: float = 0.95, decay: float = 0.0) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "decay": decay, "initial_lr": lr})

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """Updates every parameter once."""
        for group in self.param_groups:
            stacks: dict[tuple[int, int], list[tuple[Tensor, Tensor]]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                for weight, change in self.pieces(parameter, group["momentum"]):
                    stacks[tuple(change.shape)].append((weight, change))  # type: ignore[index]
            for stack in stacks.values():
                self.apply(stack, lr=group["lr"], decay=group["decay"])

    def pieces(self, parameter: Tensor, momentum: float) -> list[tuple[Tensor, Tensor]]:
        """Returns views of a parameter, rows not exceeding columns, each with its momentum."""
        state = self.state[parameter]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(parameter)
        gradient = parameter.grad
        assert gradient is not None
        state["momentum"].lerp_(gradient, 1 - momentum)
        change = gradient.lerp(state["momentum"], momentum)
        weight = parameter.data
        if weight.shape[0] == 2 * weight.shape[1]:
            return list(zip(weight.chunk(2), change.chunk(2), strict=True))
        if weight.shape[0] > weight.shape[1]:
            return [(weight.T, change.T)]
        return [(weight, change)]

    @staticmethod
    def apply(stack: list[tuple[Tensor, Tensor]], *, lr: float, decay: float) -> None:
        """Orthogonalises the stacked changes and steps; the step's root mean square is ``0.2 * lr`` as in Moonlight."""
        changes = orthogonalise(torch.stack([change for _, change in stack]))
        scale = 0.2 * max(changes.shape[1:]) ** 0.5
        for (weight, _), change in zip(stack, changes, strict=True):
            weight.mul_(1 - lr * decay)
            weight.add_(change.to(weight.dtype), alpha=-lr * scale)
