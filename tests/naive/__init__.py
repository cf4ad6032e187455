"""A second, naive reading of the contract: the oracle of the property tests."""

from .framework import DRENTSE_ZUIDAS, Framework
from .model import NaiveLedger
from .shape import Refusal

__all__ = ["DRENTSE_ZUIDAS", "Framework", "NaiveLedger", "Refusal"]
