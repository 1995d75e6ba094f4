"""Engines that run rules: `exact` is the meaning of a rule, the others must agree with it."""
