"""Published models of crowds: pure sums from inputs and named parameters to a result with its working.

The floor knows neither cases nor packs. A model is a :class:`~workbench.crowd.model.Model`: what it asks for, what it
gives, and one function that writes its working step by step. Every constant is a
:class:`~workbench.crowd.parameters.Parameter` with value, unit, source, edition, clause, evidence mark and
jurisdiction; the pack holds them, so an office may set its own. Where sources differ, each keeps its own parameters,
and a result says which set it used; sets are never mixed silently.

Conventions:
    Counts of persons are whole numbers; a capacity is rounded down, a need is rounded up. Capacities and ratios are
    worked out in exact fractions; only models with roots and exponentials use floating point, and round at the end.
    Lengths are metres, areas square metres, densities persons per square metre, flows persons per minute unless the
    unit says otherwise.

Input that makes no sense (not a number, negative, zero width, more people than a country has) is refused with the
place and a remedy; no model returns a number for it.
"""
