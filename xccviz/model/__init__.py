"""Frozen values of the chain, in NEAR's own words: the room every other room may use.

Standard library only. Nothing here knows JSON-RPC, graphs or pictures. Wire spelling stays
(`predecessor_id`, `gas_burnt`); amounts are ints inside (gas, yoctoNEAR) and become text at an edge.
"""
