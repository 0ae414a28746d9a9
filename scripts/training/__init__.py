"""Trains the small translation models that ship with the project; the only code here that needs PyTorch."""
